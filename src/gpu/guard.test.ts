// Loops that are made to end: where counters stand, and that nothing else of a text changes.

import { expect, test } from 'vitest';
import { guardLoops, trips } from './guard';

test('a loop counts its turns in its function, and says that it was left', () => {
  const { code, loopLines } = guardLoops(
    'fn f(a: u32) -> u32 {\n  for (var i = 0u; i < a; i++) {\n    x();\n  }\n}',
    9,
  );
  const lines = code.split('\n');
  expect(lines[0]).toBe('fn f(a: u32) -> u32 { var loop_guard_1 = 0u;');
  expect(lines[1]).toBe(
    `  for (var i = 0u; i < a; i++) { if (loop_guard_1 >= 9u) { atomicMax(&${trips}, 1u); break; } loop_guard_1++;`,
  );
  expect(loopLines).toEqual([2]);
});

test('every kind of loop is counted, inner ones together with all turns around them', () => {
  const { code, loopLines } = guardLoops(
    [
      'fn f() {',
      '  while (g(1u) < 3u) {',
      '    loop {',
      '      if (done) { break; }',
      '      continuing { n++; }',
      '    }',
      '  }',
      '}',
      'fn h() {',
      '  switch (n) { default: { for (;;) { return; } } }',
      '}',
    ].join('\n'),
    5,
  );
  expect(loopLines).toEqual([2, 3, 10]);
  const lines = code.split('\n');
  expect(lines[0]).toBe('fn f() { var loop_guard_1 = 0u; var loop_guard_2 = 0u;');
  expect(lines[2]).toContain('loop { if (loop_guard_2 >= 5u)');
  expect(lines[3]).toBe('      if (done) { break; }');
  expect(lines[8]).toBe('fn h() { var loop_guard_3 = 0u;');
  expect(lines[9]).toContain('for (;;) { if (loop_guard_3 >= 5u)');
});

test('loops in comments and words that only begin like one are left alone', () => {
  const text =
    '// for (;;) {\n/* while (x) {\n */\nfn f() {\n  let loops = forward(1u);\n  if (whiled) { return; }\n}';
  const { code, loopLines } = guardLoops(text, 5);
  expect(loopLines).toEqual([]);
  expect(code.startsWith(text)).toBe(true);
});

test('lines stay where they are, and the buffer is declared behind them', () => {
  const text = 'fn f() {\n  for (var i = 0u; i < 4u; i++) { // turns\n  }\n}';
  const { code } = guardLoops(text, 5);
  expect(
    code
      .split('\n')
      .slice(0, 4)
      .map((line) => line.at(-1)),
  ).toEqual([';', 's', '}', '}']);
  expect(code).toContain(`var<storage, read_write> ${trips}: atomic<u32>;`);
});
