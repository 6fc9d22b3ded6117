// Rows of 16-bit floats as 32-bit ones: a block at a time, once for all heads that read it.

import { STORED_BF16 } from './fields';

/** Writes `rows` rows of `bytes`, dense, from rows that are stored in half as many, `stride` apart. */
export function widen(
  stored: i32,
  from: usize,
  stride: usize,
  rows: i32,
  bytes: usize,
  to: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let at = from;
    const end = to + bytes;
    if (stored === STORED_BF16) {
      for (; to < end; to += 16) {
        v128.store(to, i32x4.shl(v128.load16x4_u(at), 16));
        at += 8;
      }
    } else {
      for (; to < end; to += 16) {
        v128.store(to, widenHalves(v128.load16x4_u(at)));
        at += 8;
      }
    }
    from += stride;
  }
}

/** IEEE 754 binary16, one in the lower half of each lane; subnormal numbers, infinities and NaN too. */
function widenHalves(halves: v128): v128 {
  const magnitude = i32x4.shl(v128.and(halves, i32x4.splat(0x7fff)), 13);
  const sign = i32x4.shl(v128.and(halves, i32x4.splat(0x8000)), 16);
  // The exponents' biases differ by 112.
  const number = f32x4.mul(magnitude, f32x4.splat(5.192296858534828e33));
  const special = i32x4.ge_s(magnitude, i32x4.splat(0x0f800000));
  return v128.or(v128.or(number, sign), v128.and(special, i32x4.splat(0x7f800000)));
}
