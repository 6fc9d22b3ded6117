// Rotary position embedding of rows, by a table of cosines and sines.

import type { RopePairs } from '../attention/rope';

/** Where pair i of `half` is read, and where it is written: both columns of each. */
const columns: Record<
  RopePairs,
  (i: number, half: number) => readonly [number, number, number, number]
> = {
  interleaved: (i) => [2 * i, 2 * i + 1, 2 * i, 2 * i + 1],
  half: (i, half) => [i, i + half, i, i + half],
  deinterleaveHalf: (i, half) => [2 * i, 2 * i + 1, i, i + half],
};

/**
 * Turns `dim` columns of each row, from column `at` on, and leaves the others.
 * @param x [tokens, heads, width]
 * @param table cosine and sine by turns, [tokens, dim / 2, 2]
 */
export function rotate(
  x: Float64Array,
  width: number,
  pairs: RopePairs,
  dim: number,
  table: Float64Array,
  at = 0,
): Float64Array {
  const out = x.slice();
  const tokens = table.length / dim;
  const perToken = x.length / tokens;
  for (let i = 0; i < dim / 2; i++) {
    const [readA, readB, writeA, writeB] = columns[pairs](i, dim / 2);
    for (let row = at; row < x.length; row += width) {
      const token = Math.floor(row / perToken);
      const cos = table[token * dim + 2 * i]!;
      const sin = table[token * dim + 2 * i + 1]!;
      const a = x[row + readA]!;
      const b = x[row + readB]!;
      out[row + writeA] = a * cos - b * sin;
      out[row + writeB] = b * cos + a * sin;
    }
  }
  return out;
}
