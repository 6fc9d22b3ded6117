// Makes the loops of a shader end, so that a text which nobody has seen before cannot keep a device for ever.
//
// Work that was submitted cannot be called back, and in a browser all pages share the process that runs it. So a
// text is first run with every loop counted: past the most turns a loop is left, and a buffer says which one it was.
// Counters are variables of the function, not of the loop: what an inner loop turns in all turns of the outer one
// counts together, and a loop around a barrier stays as uniform as it was. Lines stay where they are.

export interface GuardedShader {
  readonly code: string;
  /** The 1-based line of each loop; where one is left, its 1-based place in this list is what the buffer holds. */
  readonly loopLines: readonly number[];
}

/** The variable, an atomic u32, that holds 0 as long as no loop was left. */
export const trips = 'loop_guard_trips';

const declaration = `@group(3) @binding(7) var<storage, read_write> ${trips}: atomic<u32>;`;

/** A text without its comments, every other character where it was. */
const withoutComments = (code: string): string =>
  code.replaceAll(/\/\/[^\n]*|\/\*[^]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '));

/** What is put into the text at a place. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** @param mostTurns of a loop, in all of one call of its function */
export function guardLoops(code: string, mostTurns: number): GuardedShader {
  const bare = withoutComments(code);
  const loopLines: number[] = [];
  const insertions: Insertion[] = [];
  let functionBody = -1;
  let counters: number[] = [];
  let brackets = 0;
  /** What the next brace begins, and how many round brackets are open around it. */
  let next: { readonly word: string; readonly brackets: number; readonly at: number } | null = null;
  const endFunction = () => {
    if (functionBody < 0) return;
    const text = counters.map((id) => ` var loop_guard_${id} = 0u;`).join('');
    insertions.push({ at: functionBody, text });
  };
  for (const { 0: found, index } of bare.matchAll(/\b(?:fn|for|while|loop)\b|[(){]/g)) {
    if (found === '(') brackets += 1;
    else if (found === ')') brackets -= 1;
    else if (found !== '{') next = { word: found, brackets, at: index };
    else if (next && next.brackets === brackets) {
      const at = index + 1;
      if (next.word === 'fn') {
        endFunction();
        functionBody = at;
        counters = [];
      } else {
        loopLines.push(bare.slice(0, next.at).split('\n').length);
        const id = loopLines.length;
        counters.push(id);
        const left = `{ atomicMax(&${trips}, ${id}u); break; }`;
        const text = ` if (loop_guard_${id} >= ${mostTurns}u) ${left} loop_guard_${id}++;`;
        insertions.push({ at, text });
      }
      next = null;
    }
  }
  endFunction();
  let guarded = code;
  for (const { at, text } of insertions.toSorted((a, b) => b.at - a.at)) {
    guarded = guarded.slice(0, at) + text + guarded.slice(at);
  }
  return { code: `${guarded}\n${declaration}\n`, loopLines };
}
