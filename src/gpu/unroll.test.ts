// Loops that are written out turn by turn.

import { describe, expect, test } from 'vitest';
import { unroll } from './unroll';

const numbered = (text: string) => text.split('\n').map((each, i) => ({ text: each, line: i + 1 }));
const unrolled = (text: string, constants: Record<string, string> = {}) =>
  unroll(numbered(text), constants);
const textOf = (text: string, constants?: Record<string, string>) =>
  unrolled(text, constants).map((line) => line.text);

describe('a loop that is marked as unrolled', () => {
  const loop = [
    'fn f() {',
    '  for (var r = 0u; r < ROWS; r++) { // unrolled',
    '    x[r] = 1;',
    '  }',
    '}',
  ].join('\n');

  test('becomes a block for each turn, with the counter as a constant', () => {
    expect(textOf(loop, { ROWS: '2u' })).toEqual([
      'fn f() {',
      '  { const r = 0u;',
      '    x[r] = 1;',
      '  }',
      '  { const r = 1u;',
      '    x[r] = 1;',
      '  }',
      '}',
    ]);
  });

  test('keeps the line of its file in each turn', () => {
    expect(unrolled(loop, { ROWS: '2u' }).map(({ line }) => line)).toEqual([
      1, 2, 3, 4, 2, 3, 4, 5,
    ]);
  });

  test('vanishes where it has no turn', () => {
    expect(textOf(loop, { ROWS: '0u' })).toEqual(['fn f() {', '}']);
  });

  test('may hold another', () => {
    const nested = [
      'for (var i = 0u; i < 2u; i++) { // unrolled',
      '  for (var j = 0u; j < N; j++) { // unrolled',
      '    x[i][j] = 0;',
      '  }',
      '}',
    ].join('\n');
    const bodies = textOf(nested, { N: '3u' }).filter((line) => line.includes('x[i][j]'));
    expect(bodies).toHaveLength(6);
  });

  test('is refused where its bound is no constant, or its end is missing', () => {
    expect(() => textOf(loop)).toThrow('line 2: a loop is unrolled up to a constant, not to ROWS');
    const open = 'for (var r = 0u; r < 2u; r++) { // unrolled\n  x[r] = 1;';
    expect(() => textOf(open)).toThrow('line 1: the loop that is unrolled has no end');
  });
});

test('other loops stay as they are written', () => {
  const loop = 'for (var r = 0u; r < ROWS; r++) {\n  x[r] = 1;\n}';
  expect(textOf(loop, { ROWS: '2u' })).toEqual(loop.split('\n'));
});
