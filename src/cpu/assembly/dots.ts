// Scores of a few keys for the 4, 2 or 1 query heads of a tile: each key row is loaded once for them all.
//
// A tile's scores lie [key][head], so that one vector holds 4 / heads keys and the softmax needs no reduction by key.
// Key rows come in two planes, the row and its tail (MLA's rotary key); query rows hold both parts side by side.

import { madd, sums } from './madd';

/** 4 heads × 2 keys; k1 may be k0. */
export function dots4(
  q: usize,
  qBytes: usize,
  k0: usize,
  k1: usize,
  bytes: usize,
  t0: usize,
  t1: usize,
  tailBytes: usize,
  out: usize,
): void {
  let a0 = f32x4.splat(0),
    b0 = f32x4.splat(0),
    c0 = f32x4.splat(0),
    d0 = f32x4.splat(0);
  let a1 = f32x4.splat(0),
    b1 = f32x4.splat(0),
    c1 = f32x4.splat(0),
    d1 = f32x4.splat(0);
  let qa = q;
  let qb = qa + qBytes;
  let qc = qb + qBytes;
  let qd = qc + qBytes;
  for (let part = 0; part < 2; part++) {
    const end = k0 + bytes;
    while (k0 < end) {
      const x = v128.load(k0);
      const y = v128.load(k1);
      const a = v128.load(qa);
      a0 = madd(a, x, a0);
      a1 = madd(a, y, a1);
      const b = v128.load(qb);
      b0 = madd(b, x, b0);
      b1 = madd(b, y, b1);
      const c = v128.load(qc);
      c0 = madd(c, x, c0);
      c1 = madd(c, y, c1);
      const d = v128.load(qd);
      d0 = madd(d, x, d0);
      d1 = madd(d, y, d1);
      k0 += 16;
      k1 += 16;
      qa += 16;
      qb += 16;
      qc += 16;
      qd += 16;
    }
    if (tailBytes === 0) break;
    k0 = t0;
    k1 = t1;
    bytes = tailBytes;
  }
  v128.store(out, sums(a0, b0, c0, d0));
  v128.store(out, sums(a1, b1, c1, d1), 16);
}

/** 2 heads × 4 keys. */
export function dots2(
  q: usize,
  qBytes: usize,
  k0: usize,
  k1: usize,
  k2: usize,
  k3: usize,
  bytes: usize,
  t0: usize,
  t1: usize,
  t2: usize,
  t3: usize,
  tailBytes: usize,
  out: usize,
): void {
  let a0 = f32x4.splat(0),
    a1 = f32x4.splat(0),
    a2 = f32x4.splat(0),
    a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0),
    b1 = f32x4.splat(0),
    b2 = f32x4.splat(0),
    b3 = f32x4.splat(0);
  let qa = q;
  let qb = qa + qBytes;
  for (let part = 0; part < 2; part++) {
    const end = k0 + bytes;
    while (k0 < end) {
      const a = v128.load(qa);
      const b = v128.load(qb);
      const x = v128.load(k0);
      a0 = madd(a, x, a0);
      b0 = madd(b, x, b0);
      const y = v128.load(k1);
      a1 = madd(a, y, a1);
      b1 = madd(b, y, b1);
      const z = v128.load(k2);
      a2 = madd(a, z, a2);
      b2 = madd(b, z, b2);
      const w = v128.load(k3);
      a3 = madd(a, w, a3);
      b3 = madd(b, w, b3);
      k0 += 16;
      k1 += 16;
      k2 += 16;
      k3 += 16;
      qa += 16;
      qb += 16;
    }
    if (tailBytes === 0) break;
    k0 = t0;
    k1 = t1;
    k2 = t2;
    k3 = t3;
    bytes = tailBytes;
  }
  v128.store(out, sums(a0, b0, a1, b1));
  v128.store(out, sums(a2, b2, a3, b3), 16);
}

/** 1 head × 4 keys, two accumulators each so that no addition waits for the one before. */
export function dots1(
  q: usize,
  k0: usize,
  k1: usize,
  k2: usize,
  k3: usize,
  bytes: usize,
  t0: usize,
  t1: usize,
  t2: usize,
  t3: usize,
  tailBytes: usize,
  out: usize,
): void {
  let a0 = f32x4.splat(0),
    a1 = f32x4.splat(0),
    a2 = f32x4.splat(0),
    a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0),
    b1 = f32x4.splat(0),
    b2 = f32x4.splat(0),
    b3 = f32x4.splat(0);
  for (let part = 0; part < 2; part++) {
    const end = k0 + (bytes & ~31);
    while (k0 < end) {
      const a = v128.load(q);
      a0 = madd(a, v128.load(k0), a0);
      a1 = madd(a, v128.load(k1), a1);
      a2 = madd(a, v128.load(k2), a2);
      a3 = madd(a, v128.load(k3), a3);
      const b = v128.load(q, 16);
      b0 = madd(b, v128.load(k0, 16), b0);
      b1 = madd(b, v128.load(k1, 16), b1);
      b2 = madd(b, v128.load(k2, 16), b2);
      b3 = madd(b, v128.load(k3, 16), b3);
      k0 += 32;
      k1 += 32;
      k2 += 32;
      k3 += 32;
      q += 32;
    }
    if (bytes & 16) {
      const a = v128.load(q);
      a0 = madd(a, v128.load(k0), a0);
      a1 = madd(a, v128.load(k1), a1);
      a2 = madd(a, v128.load(k2), a2);
      a3 = madd(a, v128.load(k3), a3);
      q += 16;
    }
    if (tailBytes === 0) break;
    k0 = t0;
    k1 = t1;
    k2 = t2;
    k3 = t3;
    bytes = tailBytes;
  }
  v128.store(out, sums(f32x4.add(a0, b0), f32x4.add(a1, b1), f32x4.add(a2, b2), f32x4.add(a3, b3)));
}
