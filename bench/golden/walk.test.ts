import { expect, test } from 'vitest';
import { joinTokens, takeColumns } from './layouts';
import { asRing } from './walk';

/** Rows of one column that say sequence, head and token: 100 s + 10 h + p. */
function ringRows(capacity: number, total: number, batch: number, heads: number): Float64Array {
  const rows = new Float64Array(batch * heads * capacity).fill(NaN);
  for (let sequence = 0; sequence < batch; sequence++) {
    for (let head = 0; head < heads; head++) {
      for (let token = Math.max(0, total - capacity); token < total; token++) {
        const slot = (sequence * heads + head) * capacity + (token % capacity);
        rows[slot] = 100 * sequence + 10 * head + token;
      }
    }
  }
  return rows;
}

test('the last tokens of our ring stand in the slots of a shorter one, by token and head', () => {
  const rows = ringRows(5, 7, 2, 2);
  const ring = asRing(rows, { batch: 2, heads: 2, width: 1, slots: 3, total: 7 });
  // Tokens 4, 5 and 6 in slots 1, 2 and 0.
  expect([...ring]).toEqual([6, 16, 4, 14, 5, 15, 106, 116, 104, 114, 105, 115]);
});

test('a slot that no token reached holds zero', () => {
  const rows = ringRows(5, 2, 1, 1);
  expect([...asRing(rows, { batch: 1, heads: 1, width: 1, slots: 4, total: 2 })]).toEqual([
    0, 1, 0, 0,
  ]);
});

test('pieces of a step are joined sequence by sequence', () => {
  const parts = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6)];
  expect([...joinTokens(parts, 2)]).toEqual([1, 2, 5, 3, 4, 6]);
});

test('columns beyond a row are padding', () => {
  const rows = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect([...takeColumns(rows, 3, 1, 2)]).toEqual([2, 3, 5, 6]);
  expect([...takeColumns(rows, 3, 1, 4, -Infinity)]).toEqual([
    2,
    3,
    -Infinity,
    -Infinity,
    5,
    6,
    -Infinity,
    -Infinity,
  ]);
});
