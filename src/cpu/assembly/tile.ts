// A register tile of a matrix product: 4 rows by 8 columns.

import { madd } from './madd';

/**
 * c[row][8] = alphas[row] c[row][8] + sum over i < count of a[row][i] b[i][8], for 4 rows; c is only written where
 * there are no alphas.
 * @param a rows of `aStride` bytes
 * @param b [count, 8], dense
 * @param c rows of `cStride` bytes
 */
export function tile(
  a: usize,
  aStride: usize,
  b: usize,
  count: i32,
  c: usize,
  cStride: usize,
  alphas: usize,
): void {
  let c0 = c;
  let c1 = c0 + cStride;
  let c2 = c1 + cStride;
  let c3 = c2 + cStride;
  let x0 = f32x4.splat(0);
  let y0 = f32x4.splat(0);
  let x1 = f32x4.splat(0);
  let y1 = f32x4.splat(0);
  let x2 = f32x4.splat(0);
  let y2 = f32x4.splat(0);
  let x3 = f32x4.splat(0);
  let y3 = f32x4.splat(0);
  if (alphas !== 0) {
    const alpha0 = v128.load32_splat(alphas);
    x0 = f32x4.mul(alpha0, v128.load(c0));
    y0 = f32x4.mul(alpha0, v128.load(c0, 16));
    const alpha1 = v128.load32_splat(alphas, 4);
    x1 = f32x4.mul(alpha1, v128.load(c1));
    y1 = f32x4.mul(alpha1, v128.load(c1, 16));
    const alpha2 = v128.load32_splat(alphas, 8);
    x2 = f32x4.mul(alpha2, v128.load(c2));
    y2 = f32x4.mul(alpha2, v128.load(c2, 16));
    const alpha3 = v128.load32_splat(alphas, 12);
    x3 = f32x4.mul(alpha3, v128.load(c3));
    y3 = f32x4.mul(alpha3, v128.load(c3, 16));
  }
  let a0 = a;
  let a1 = a0 + aStride;
  let a2 = a1 + aStride;
  let a3 = a2 + aStride;
  const pairs = b + ((<usize>(count & ~1)) << 5);
  while (b < pairs) {
    let p = v128.load(b);
    let q = v128.load(b, 16);
    let s = v128.load32_splat(a0);
    x0 = madd(s, p, x0);
    y0 = madd(s, q, y0);
    s = v128.load32_splat(a1);
    x1 = madd(s, p, x1);
    y1 = madd(s, q, y1);
    s = v128.load32_splat(a2);
    x2 = madd(s, p, x2);
    y2 = madd(s, q, y2);
    s = v128.load32_splat(a3);
    x3 = madd(s, p, x3);
    y3 = madd(s, q, y3);
    p = v128.load(b, 32);
    q = v128.load(b, 48);
    s = v128.load32_splat(a0, 4);
    x0 = madd(s, p, x0);
    y0 = madd(s, q, y0);
    s = v128.load32_splat(a1, 4);
    x1 = madd(s, p, x1);
    y1 = madd(s, q, y1);
    s = v128.load32_splat(a2, 4);
    x2 = madd(s, p, x2);
    y2 = madd(s, q, y2);
    s = v128.load32_splat(a3, 4);
    x3 = madd(s, p, x3);
    y3 = madd(s, q, y3);
    a0 += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
    b += 64;
  }
  if (count & 1) {
    const p = v128.load(b);
    const q = v128.load(b, 16);
    let s = v128.load32_splat(a0);
    x0 = madd(s, p, x0);
    y0 = madd(s, q, y0);
    s = v128.load32_splat(a1);
    x1 = madd(s, p, x1);
    y1 = madd(s, q, y1);
    s = v128.load32_splat(a2);
    x2 = madd(s, p, x2);
    y2 = madd(s, q, y2);
    s = v128.load32_splat(a3);
    x3 = madd(s, p, x3);
    y3 = madd(s, q, y3);
  }
  v128.store(c0, x0);
  v128.store(c0, y0, 16);
  v128.store(c1, x1);
  v128.store(c1, y1, 16);
  v128.store(c2, x2);
  v128.store(c2, y2, 16);
  v128.store(c3, x3);
  v128.store(c3, y3, 16);
}
