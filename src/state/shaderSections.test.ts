// A text in sections: nothing is lost on the way there and back, and edits stay in the file that they were made in.

import { expect, test } from 'vitest';
import { firstLineOf, placeOf, rewritten, sectionsOf, textOf, withFile } from './shaderSections';

const linked = {
  code: [
    'const A = 1u;',
    'fn main() {',
    '  step();',
    '}',
    '',
    'fn step() {',
    '  { // 0',
    '  { // 1',
    '}',
  ].join('\n'),
  segments: [
    { file: 'constants', firstLine: 1, lines: 1, sourceLine: 1 },
    { file: 'kernel', firstLine: 2, lines: 3, sourceLine: 7 },
    // Line 10 was an import of two names; a loop was written out.
    { file: 'kernel', firstLine: 5, lines: 1, sourceLine: 11 },
    { file: 'part/step', firstLine: 6, lines: 2, sourceLine: 1 },
    { file: 'part/step', firstLine: 8, lines: 1, sourceLine: 2 },
    { file: 'part/step', firstLine: 9, lines: 1, sourceLine: 3 },
  ],
};
const sections = sectionsOf(linked);

test('every file has one section, and together they are the text to the byte', () => {
  expect(sections.map(({ file, lines }) => [file, lines.length])).toEqual([
    ['constants', 1],
    ['kernel', 4],
    ['part/step', 4],
  ]);
  expect(textOf(sections)).toBe(linked.code);
  expect(firstLineOf(sections, 'part/step')).toBe(6);
});

test('a text without constants has no section of them', () => {
  const segments = [
    { file: 'constants', firstLine: 1, lines: 0, sourceLine: 1 },
    { file: 'kernel', firstLine: 1, lines: 2, sourceLine: 1 },
  ];
  expect(sectionsOf({ code: 'a\nb', segments }).map(({ file }) => file)).toEqual(['kernel']);
});

test('what is edited in the whole text belongs to the file it stands in', () => {
  const edited = linked.code.replace('  step();', '  step();\n  step();');
  const after = rewritten(sections, edited);
  expect(textOf(after)).toBe(edited);
  expect(after.map(({ lines }) => lines.length)).toEqual([1, 5, 4]);
});

test('what spans files, or takes away all of one, loses no line', () => {
  const edited = linked.code.replace(/\}\n\nfn step[^]*$/, 'x\ny\nz');
  expect(textOf(rewritten(sections, edited))).toBe(edited);
  expect(textOf(rewritten(sections, ''))).toBe('');
  expect(textOf(rewritten(rewritten(sections, ''), linked.code))).toBe(linked.code);
});

test('an edit of one file leaves the others', () => {
  const after = withFile(sections, 'kernel', 'fn main() {}');
  expect(textOf(after)).toBe('const A = 1u;\nfn main() {}\nfn step() {\n  { // 0\n  { // 1\n}');
});

test('a line knows the line of its file, also after lines were added before it', () => {
  expect(placeOf(linked, sections, 3)).toEqual({ file: 'kernel', line: 8 });
  expect(placeOf(linked, sections, 5)).toEqual({ file: 'kernel', line: 11 });
  expect(placeOf(linked, sections, 8)).toEqual({ file: 'part/step', line: 2 });
  const longer = rewritten(sections, linked.code.replace('fn main() {', 'fn main() {\n  // new'));
  expect(placeOf(linked, longer, 2)).toEqual({ file: 'kernel', line: 7 });
  expect(placeOf(linked, longer, 3)).toEqual({ file: 'kernel', line: null });
  expect(placeOf(linked, longer, 4)).toEqual({ file: 'kernel', line: 8 });
  expect(placeOf(linked, longer, 9)).toEqual({ file: 'part/step', line: 2 });
});
