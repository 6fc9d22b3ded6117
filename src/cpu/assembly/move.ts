// Rows on their way in and out: queries scaled and laid side by side, partial contexts merged and divided.

import { exp2One } from './exp2';
import {
  COLUMN,
  CONTEXTS,
  CONTEXT_STRIDE,
  FILL,
  FIRST_ROW,
  GROUP,
  HEAD_STRIDE,
  KEY_BYTES,
  MAXIMA,
  OUTER,
  PARTS,
  PART_ROWS,
  QUERIES,
  ROWS,
  SCALE,
  SINKS,
  SUMS,
  TAIL_BYTES,
  TOKEN_STRIDE,
  WIDTH,
} from './fields';
import { address, float, word } from './task';

/** Where a row lies outside, as [token][head]. */
function outer(task: usize, row: i32): usize {
  const at = <usize>(word(task, FIRST_ROW) + row);
  const group = <usize>word(task, GROUP);
  const token = at / group;
  return (
    address(task, OUTER) +
    token * address(task, TOKEN_STRIDE) +
    (at - token * group) * address(task, HEAD_STRIDE)
  );
}

/** QUERIES[row][COLUMN…] = SCALE times the WIDTH floats outside, then zeros up to FILL bytes. */
export function gather(task: usize): void {
  const rows = word(task, ROWS);
  const width = address(task, WIDTH) << 2;
  const fill = address(task, FILL);
  const scale = float(task, SCALE);
  const scales = f32x4.splat(scale);
  const rowBytes = address(task, KEY_BYTES) + address(task, TAIL_BYTES);
  let to = address(task, QUERIES) + address(task, COLUMN);
  for (let row = 0; row < rows; row++) {
    const from = outer(task, row);
    let at: usize = 0;
    for (; at + 16 <= width; at += 16) {
      v128.store(to + at, f32x4.mul(scales, v128.load(from + at)));
    }
    for (; at < width; at += 4) store<f32>(to + at, scale * load<f32>(from + at));
    for (; at < fill; at += 4) store<f32>(to + at, 0);
    to += rowBytes;
  }
}

/**
 * Merges PARTS partial results of each row by their maxima and writes WIDTH floats of it outside, divided; zeros where
 * the row saw no key. The first part's maximum and sum become the whole's.
 */
export function merge(task: usize): void {
  const rows = word(task, ROWS);
  const parts = word(task, PARTS);
  const partRows = address(task, PART_ROWS);
  const stride = address(task, CONTEXT_STRIDE);
  const width = address(task, WIDTH) << 2;
  const sinks = address(task, SINKS);
  for (let row = 0; row < rows; row++) {
    const maxima = address(task, MAXIMA) + ((<usize>row) << 2);
    const sums = address(task, SUMS) + ((<usize>row) << 2);
    let largest = load<f32>(maxima);
    for (let part: usize = 1; part < <usize>parts; part++) {
      largest = max(largest, load<f32>(maxima + ((part * partRows) << 2)));
    }
    let sum: f32 = 0;
    for (let part: usize = 0; part < <usize>parts; part++) {
      const at = (part * partRows) << 2;
      const factor = exp2One(load<f32>(maxima + at) - largest);
      sum += factor * load<f32>(sums + at);
      // Kept in the maximum's place: it is not needed again.
      store<f32>(maxima + at, factor);
    }
    const group = word(task, GROUP);
    let total = sum;
    if (sinks !== 0) {
      const head = (word(task, FIRST_ROW) + row) % group;
      total += exp2One(load<f32>(sinks + ((<usize>head) << 2)) - largest);
    }
    const share: f32 = sum === 0 ? 0 : 1 / total;
    const to = outer(task, row);
    const contexts = address(task, CONTEXTS) + <usize>row * stride;
    for (let at: usize = 0; at < width; at += 16) {
      let mixed = f32x4.splat(0);
      for (let part: usize = 0; part < <usize>parts; part++) {
        const factor = share * load<f32>(maxima + ((part * partRows) << 2));
        const from = contexts + part * partRows * stride + at;
        mixed = f32x4.add(mixed, f32x4.mul(f32x4.splat(factor), v128.load(from)));
      }
      if (at + 16 <= width) v128.store(to + at, mixed);
      else {
        v128.store32_lane(to + at, mixed, 0);
        if (at + 4 < width) v128.store32_lane(to + at, mixed, 1, 4);
        if (at + 8 < width) v128.store32_lane(to + at, mixed, 2, 8);
      }
    }
    store<f32>(maxima, largest);
    store<f32>(sums, sum);
  }
}
