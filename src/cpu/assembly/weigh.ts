// Contexts of a tile of 4, 2 or 1 query heads: values weighed by probabilities [key][head], each value row loaded once.

import { madd } from './madd';

/**
 * o[head] = alpha[head] o[head] + sum over keys of p[key][head] v[key], for rows of `bytes`, `oStride` apart.
 * @param alphas [4], the heads' factors
 */
export function weigh(
  heads: i32,
  p: usize,
  v: usize,
  vStride: usize,
  keys: i32,
  o: usize,
  oStride: usize,
  bytes: usize,
  alphas: usize,
): void {
  if (heads === 4) weigh4(p, v, vStride, keys, o, oStride, bytes, alphas);
  else if (heads === 2) weigh2(p, v, vStride, keys, o, oStride, bytes, alphas);
  else weigh1(p, v, vStride, keys, o, bytes, alphas);
}

function weigh4(
  p: usize,
  v: usize,
  vStride: usize,
  keys: i32,
  o: usize,
  oStride: usize,
  bytes: usize,
  alphas: usize,
): void {
  const alphaA = v128.load32_splat(alphas);
  const alphaB = v128.load32_splat(alphas, 4);
  const alphaC = v128.load32_splat(alphas, 8);
  const alphaD = v128.load32_splat(alphas, 12);
  const last = p + ((<usize>keys) << 4);
  let column: usize = 0;
  for (; column + 32 <= bytes; column += 32) {
    let out = o + column;
    let a0 = f32x4.mul(alphaA, v128.load(out));
    let a1 = f32x4.mul(alphaA, v128.load(out, 16));
    out += oStride;
    let b0 = f32x4.mul(alphaB, v128.load(out));
    let b1 = f32x4.mul(alphaB, v128.load(out, 16));
    out += oStride;
    let c0 = f32x4.mul(alphaC, v128.load(out));
    let c1 = f32x4.mul(alphaC, v128.load(out, 16));
    out += oStride;
    let d0 = f32x4.mul(alphaD, v128.load(out));
    let d1 = f32x4.mul(alphaD, v128.load(out, 16));
    let row = v + column;
    for (let at = p; at < last; at += 16) {
      const x = v128.load(row);
      const y = v128.load(row, 16);
      const a = v128.load32_splat(at);
      a0 = madd(a, x, a0);
      a1 = madd(a, y, a1);
      const b = v128.load32_splat(at, 4);
      b0 = madd(b, x, b0);
      b1 = madd(b, y, b1);
      const c = v128.load32_splat(at, 8);
      c0 = madd(c, x, c0);
      c1 = madd(c, y, c1);
      const d = v128.load32_splat(at, 12);
      d0 = madd(d, x, d0);
      d1 = madd(d, y, d1);
      row += vStride;
    }
    out = o + column;
    v128.store(out, a0);
    v128.store(out, a1, 16);
    out += oStride;
    v128.store(out, b0);
    v128.store(out, b1, 16);
    out += oStride;
    v128.store(out, c0);
    v128.store(out, c1, 16);
    out += oStride;
    v128.store(out, d0);
    v128.store(out, d1, 16);
  }
  if (column === bytes) return;
  let out = o + column;
  let a0 = f32x4.mul(alphaA, v128.load(out));
  let b0 = f32x4.mul(alphaB, v128.load(out + oStride));
  let c0 = f32x4.mul(alphaC, v128.load(out + 2 * oStride));
  let d0 = f32x4.mul(alphaD, v128.load(out + 3 * oStride));
  let row = v + column;
  for (let at = p; at < last; at += 16) {
    const x = v128.load(row);
    a0 = madd(v128.load32_splat(at), x, a0);
    b0 = madd(v128.load32_splat(at, 4), x, b0);
    c0 = madd(v128.load32_splat(at, 8), x, c0);
    d0 = madd(v128.load32_splat(at, 12), x, d0);
    row += vStride;
  }
  v128.store(out, a0);
  v128.store(out + oStride, b0);
  v128.store(out + 2 * oStride, c0);
  v128.store(out + 3 * oStride, d0);
}

function weigh2(
  p: usize,
  v: usize,
  vStride: usize,
  keys: i32,
  o: usize,
  oStride: usize,
  bytes: usize,
  alphas: usize,
): void {
  const alphaA = v128.load32_splat(alphas);
  const alphaB = v128.load32_splat(alphas, 4);
  const last = p + ((<usize>keys) << 3);
  const second = o + oStride;
  let column: usize = 0;
  for (; column + 64 <= bytes; column += 64) {
    let out = o + column;
    let a0 = f32x4.mul(alphaA, v128.load(out));
    let a1 = f32x4.mul(alphaA, v128.load(out, 16));
    let a2 = f32x4.mul(alphaA, v128.load(out, 32));
    let a3 = f32x4.mul(alphaA, v128.load(out, 48));
    out = second + column;
    let b0 = f32x4.mul(alphaB, v128.load(out));
    let b1 = f32x4.mul(alphaB, v128.load(out, 16));
    let b2 = f32x4.mul(alphaB, v128.load(out, 32));
    let b3 = f32x4.mul(alphaB, v128.load(out, 48));
    let row = v + column;
    for (let at = p; at < last; at += 8) {
      const a = v128.load32_splat(at);
      const b = v128.load32_splat(at, 4);
      const x = v128.load(row);
      a0 = madd(a, x, a0);
      b0 = madd(b, x, b0);
      const y = v128.load(row, 16);
      a1 = madd(a, y, a1);
      b1 = madd(b, y, b1);
      const z = v128.load(row, 32);
      a2 = madd(a, z, a2);
      b2 = madd(b, z, b2);
      const w = v128.load(row, 48);
      a3 = madd(a, w, a3);
      b3 = madd(b, w, b3);
      row += vStride;
    }
    out = o + column;
    v128.store(out, a0);
    v128.store(out, a1, 16);
    v128.store(out, a2, 32);
    v128.store(out, a3, 48);
    out = second + column;
    v128.store(out, b0);
    v128.store(out, b1, 16);
    v128.store(out, b2, 32);
    v128.store(out, b3, 48);
  }
  for (; column < bytes; column += 16) {
    let a0 = f32x4.mul(alphaA, v128.load(o + column));
    let b0 = f32x4.mul(alphaB, v128.load(second + column));
    let row = v + column;
    for (let at = p; at < last; at += 8) {
      const x = v128.load(row);
      a0 = madd(v128.load32_splat(at), x, a0);
      b0 = madd(v128.load32_splat(at, 4), x, b0);
      row += vStride;
    }
    v128.store(o + column, a0);
    v128.store(second + column, b0);
  }
}

function weigh1(
  p: usize,
  v: usize,
  vStride: usize,
  keys: i32,
  o: usize,
  bytes: usize,
  alphas: usize,
): void {
  const alpha = v128.load32_splat(alphas);
  const last = p + ((<usize>keys) << 2);
  let column: usize = 0;
  for (; column + 128 <= bytes; column += 128) {
    const out = o + column;
    let a0 = f32x4.mul(alpha, v128.load(out));
    let a1 = f32x4.mul(alpha, v128.load(out, 16));
    let a2 = f32x4.mul(alpha, v128.load(out, 32));
    let a3 = f32x4.mul(alpha, v128.load(out, 48));
    let a4 = f32x4.mul(alpha, v128.load(out, 64));
    let a5 = f32x4.mul(alpha, v128.load(out, 80));
    let a6 = f32x4.mul(alpha, v128.load(out, 96));
    let a7 = f32x4.mul(alpha, v128.load(out, 112));
    let row = v + column;
    for (let at = p; at < last; at += 4) {
      const a = v128.load32_splat(at);
      a0 = madd(a, v128.load(row), a0);
      a1 = madd(a, v128.load(row, 16), a1);
      a2 = madd(a, v128.load(row, 32), a2);
      a3 = madd(a, v128.load(row, 48), a3);
      a4 = madd(a, v128.load(row, 64), a4);
      a5 = madd(a, v128.load(row, 80), a5);
      a6 = madd(a, v128.load(row, 96), a6);
      a7 = madd(a, v128.load(row, 112), a7);
      row += vStride;
    }
    v128.store(out, a0);
    v128.store(out, a1, 16);
    v128.store(out, a2, 32);
    v128.store(out, a3, 48);
    v128.store(out, a4, 64);
    v128.store(out, a5, 80);
    v128.store(out, a6, 96);
    v128.store(out, a7, 112);
  }
  for (; column < bytes; column += 16) {
    let a0 = f32x4.mul(alpha, v128.load(o + column));
    let row = v + column;
    for (let at = p; at < last; at += 4) {
      a0 = madd(v128.load32_splat(at), v128.load(row), a0);
      row += vStride;
    }
    v128.store(o + column, a0);
  }
}
