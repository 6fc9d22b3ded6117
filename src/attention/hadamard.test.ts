// The turn that rows take before they are quantised: it keeps lengths and products, spreads, and is undone.

import { describe, expect, test } from 'vitest';
import { normals, relativeL2 } from './attentionError.test-support';
import { spansOf, spread, unspread } from './hadamard';

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

test('spans are groups, cut where a row is also attended to in part', () => {
  expect(spansOf('f16', 128)).toEqual([]);
  expect(spansOf('int8', 192)).toEqual([
    { from: 0, width: 128 },
    { from: 128, width: 64 },
  ]);
  expect(spansOf('int4', 40)).toEqual([
    { from: 0, width: 32 },
    { from: 32, width: 8 },
  ]);
  expect(spansOf('int8', 20)).toEqual([{ from: 0, width: 20 }]);
  expect(spansOf('int8', 128, 64)).toEqual([
    { from: 0, width: 64 },
    { from: 64, width: 64 },
  ]);
  // A group's end is a cut already.
  expect(spansOf('int4', 128, 64)).toEqual(spansOf('int4', 128));
});

describe.each([1, 2, 3, 7, 20, 32, 40, 80, 128, 192, 576])('rows of %i columns', (width) => {
  const spans = spansOf('int8', width);
  const rows = normals(width, 5 * width);

  test('come back as they were', () => {
    const turned = rows.slice();
    spread(turned, width, spans);
    if (width > 1) expect(relativeL2(turned, rows)).toBeGreaterThan(0.1);
    unspread(turned, width, spans);
    expect(relativeL2(turned, rows)).toBeLessThan(1e-6);
  });

  test('keep their products with each other, so that scores do', () => {
    const turned = rows.slice();
    spread(turned, width, spans);
    for (const other of [0, 1, 4]) {
      const of = (all: Float32Array) =>
        dot(all.subarray(0, width), all.subarray(other * width, (other + 1) * width));
      expect(Math.abs(of(turned) - of(rows))).toBeLessThan(1e-5 * width);
    }
  });
});

test.each([64, 80, 96, 128])(
  'one large element, or equal ones, spread over %i columns',
  (width) => {
    const spans = spansOf('int8', width);
    const equal = new Float32Array(width).fill(1);
    const single = new Float32Array(width);
    single[37] = Math.sqrt(width);
    const twice = single.slice();
    spread(twice, width, spans);
    for (const row of [equal, single, twice]) {
      spread(row, width, spans);
      // The length is that of ones: all of it in one column would be sqrt(width), 8 and more.
      expect(Math.max(...row.map(Math.abs))).toBeLessThan(4);
    }
  },
);

test('columns of different spans do not mix', () => {
  const row = new Float32Array(192);
  row[130] = 1;
  spread(row, 192, spansOf('int8', 192));
  expect(row.findIndex((value) => value !== 0)).toBe(128);
});
