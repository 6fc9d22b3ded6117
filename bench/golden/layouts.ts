// Between the axis orders of the vectors and ours.

import type { Floats } from './reader';

/** Exchanges the middle axes: [a, b, c, width] to [a, c, b, width]. */
export function swapped(
  data: Floats,
  [b, c, width]: readonly [b: number, c: number, width: number],
): Float64Array {
  const out = new Float64Array(data.length);
  for (let block = 0; block < data.length / width; block++) {
    const k = block % c;
    const j = Math.floor(block / c) % b;
    const i = Math.floor(block / (b * c));
    out.set(data.subarray(block * width, (block + 1) * width), ((i * c + k) * b + j) * width);
  }
  return out;
}

/** Columns `from` to `from + count - 1` of rows of `width`. */
export function takeColumns(
  data: Float32Array,
  width: number,
  from: number,
  count: number,
): Float32Array {
  return data.filter((_, i) => i % width >= from && i % width < from + count);
}
