// A linked text by the files it was joined from, so that it can be read and edited file by file; and back, byte for byte.

import type { ShownDispatch } from '../engine/protocol';

/** Lines of a text that came from one file; in an edited text, those that stand in their place. */
export interface Section {
  /** Path in shaders/ without ending; `constants` for the lines that the linker wrote. */
  readonly file: string;
  readonly lines: readonly string[];
}

type Linked = Pick<ShownDispatch, 'code' | 'segments'>;

/** In the order of the text; a file has one section. */
export function sectionsOf({ code, segments }: Linked): readonly Section[] {
  const lines = code.split('\n');
  const sections: { file: string; lines: string[] }[] = [];
  for (const { file, firstLine, lines: count } of segments) {
    const own = lines.slice(firstLine - 1, firstLine - 1 + count);
    const last = sections.at(-1);
    if (last?.file === file) last.lines.push(...own);
    else if (count > 0) sections.push({ file, lines: own });
  }
  return sections;
}

export const textOf = (sections: readonly Section[]): string =>
  sections.flatMap(({ lines }) => lines).join('\n');

/** How many of the first lines, or of the last, two lists have in common, up to `most`. */
function alike(a: readonly string[], b: readonly string[], fromEnd: boolean, most: number): number {
  let count = 0;
  while (
    count < most &&
    a.at(fromEnd ? -1 - count : count) === b.at(fromEnd ? -1 - count : count)
  ) {
    count += 1;
  }
  return count;
}

/** The sections of a text that was edited as a whole: new lines belong where the old ones stood. */
export function rewritten(sections: readonly Section[], text: string): readonly Section[] {
  const owners = sections.flatMap(({ lines }, owner) => lines.map(() => owner));
  const before = sections.flatMap(({ lines }) => lines);
  const after = text.split('\n');
  const most = Math.min(before.length, after.length);
  const first = alike(before, after, false, most);
  const last = alike(before, after, true, most - first);
  const removed = before.length - first - last;
  const middle = owners[removed > 0 ? first : Math.max(first - 1, 0)] ?? 0;
  const ownerOf = (line: number) => {
    if (line < first) return owners[line];
    const fromEnd = after.length - line;
    return fromEnd <= last ? owners[before.length - fromEnd] : middle;
  };
  return sections.map(({ file }, owner) => ({
    file,
    lines: after.filter((_, line) => ownerOf(line) === owner),
  }));
}

/** The sections with another text of one file. */
export const withFile = (
  sections: readonly Section[],
  file: string,
  text: string,
): readonly Section[] =>
  sections.map((each) => (each.file === file ? { file, lines: text.split('\n') } : each));

/** The line of the whole text, counted from 1, at which a file begins. */
export function firstLineOf(sections: readonly Section[], file: string): number {
  const at = sections.findIndex((each) => each.file === file);
  return sections.slice(0, at).reduce((line, { lines }) => line + lines.length, 1);
}

export interface Place {
  readonly file: string;
  /** In the file as it stands in shaders/, counted from 1; null where the text there was edited. */
  readonly line: number | null;
}

/** Where a line of an edited text came from. */
export function placeOf(linked: Linked, sections: readonly Section[], line: number): Place {
  const holder = sections.find(
    ({ file, lines }) => line < firstLineOf(sections, file) + lines.length,
  );
  const { file, lines } = holder ?? sections.at(-1) ?? { file: 'constants', lines: [] };
  const within = line - firstLineOf(sections, file);
  const originals = sectionsOf(linked);
  const original = originals.find((each) => each.file === file)?.lines ?? [];
  const same = alike(lines, original, false, within + 1) > within;
  const fromEnd = lines.length - within;
  const sameFromEnd = alike(lines, original, true, fromEnd) >= fromEnd;
  if (!same && !sameFromEnd) return { file, line: null };
  const whole = firstLineOf(originals, file) + (same ? within : original.length - fromEnd);
  const segment = linked.segments.findLast(({ firstLine }) => firstLine <= whole);
  return { file, line: segment ? segment.sourceLine + whole - segment.firstLine : null };
}
