// Writes out the loops that a shader marks `// unrolled`, turn by turn, as GPU compilers do by themselves: software
// adapters do not, and there an array indexed by a loop's counter is memory, where one indexed by constants is registers.

/** A line of the text and the 1-based line of its file. */
export interface SourceLine {
  readonly text: string;
  readonly line: number;
}

const marked = /^(\s*)for \(var (\w+) = (\d+)u; \2 < (\w+); \2\+\+\) \{ \/\/ unrolled$/;

/**
 * Each turn becomes a block of its own in which the counter is a constant. The bound is a number or one of
 * `constants`. Throws where it is neither, or where the loop does not end.
 */
export function unroll(
  lines: readonly SourceLine[],
  constants: Readonly<Record<string, string>>,
): SourceLine[] {
  const out: SourceLine[] = [];
  for (let at = 0; at < lines.length; at++) {
    const here = lines[at];
    if (!here) continue;
    const [, indent, counter, first, bound = ''] = marked.exec(here.text) ?? [];
    if (indent === undefined) {
      out.push(here);
      continue;
    }
    const end = Number.parseInt(constants[bound] ?? bound, 10);
    if (!Number.isInteger(end)) {
      throw new Error(`line ${here.line}: a loop is unrolled up to a constant, not to ${bound}`);
    }
    const close = lines.findIndex(({ text }, i) => i > at && text === `${indent}}`);
    const last = lines[close];
    if (!last) throw new Error(`line ${here.line}: the loop that is unrolled has no end`);
    const body = unroll(lines.slice(at + 1, close), constants);
    for (let turn = Number(first); turn < end; turn++) {
      out.push({ text: `${indent}{ const ${counter} = ${turn}u;`, line: here.line });
      out.push(...body, last);
    }
    at = close;
  }
  return out;
}
