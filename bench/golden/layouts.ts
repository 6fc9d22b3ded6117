// Between the axis orders and paddings of the vectors and ours.

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

/** Elements `from` to `from + count - 1` of rows of `width`; what a row does not have is `padding`. */
export function takeColumns(
  data: Floats,
  width: number,
  from: number,
  count: number,
  padding = 0,
): Float64Array {
  const rows = width > 0 ? data.length / width : 0;
  const out = new Float64Array(rows * count).fill(padding);
  for (let row = 0; row < rows; row++) {
    const end = Math.min(from + count, width);
    out.set(data.subarray(row * width + from, row * width + end), row * count);
  }
  return out;
}

/** Data of several runs of tokens as one: each [batch, its tokens, ...], and so the result. */
export function joinTokens(parts: readonly Floats[], batch: number): Float64Array {
  const out = new Float64Array(parts.reduce((n, { length }) => n + length, 0));
  let at = 0;
  for (let sequence = 0; sequence < batch; sequence++) {
    for (const part of parts) {
      const size = part.length / batch;
      out.set(part.subarray(sequence * size, (sequence + 1) * size), at);
      at += size;
    }
  }
  return out;
}
