// The online softmax of a tile's scores, [key][head]: Milakov & Gimelshein 2018, arXiv:1805.02867.

import { exp2, tanh } from './exp2';
import { CARRIES, CONTEXTS, CONTEXT_STRIDE, MAXIMA, SUMS } from './fields';
import { address, word } from './task';

/** What a row's largest score is before it has met any: with minus infinity, the first difference would be NaN. */
const NOTHING: f32 = -3e38;

/** Rows that have met no key yet, unless they go on from what they hold. */
export function begin(task: usize, rows: i32): void {
  if (word(task, CARRIES) !== 0) return;
  memory.fill(address(task, CONTEXTS), 0, <usize>rows * address(task, CONTEXT_STRIDE));
  memory.fill(address(task, SUMS), 0, (<usize>rows) << 2);
  const maxima = address(task, MAXIMA);
  for (let row: usize = 0; row < <usize>rows; row++) store<f32>(maxima + (row << 2), NOTHING);
}

/** Scores become softcap tanh(score / softcap), `count` of them rounded up to 4; none where softcap is 0. */
export function cap(scores: usize, count: i32, softcap: f32): void {
  if (softcap === 0) return;
  const factor = f32x4.splat(softcap);
  const scale = f32x4.splat(1 / softcap);
  const end = scores + ((<usize>count) << 2);
  for (let at = scores; at < end; at += 16) {
    v128.store(at, f32x4.mul(factor, tanh(f32x4.mul(scale, v128.load(at)))));
  }
}

/** [head] of a tile as a vector of its pattern: abcd, abab or aaaa. */
function spread(heads: i32, from: usize): v128 {
  if (heads === 4) return v128.load(from);
  if (heads === 2) return v128.load64_splat(from);
  return v128.load32_splat(from);
}

function keep(heads: i32, to: usize, x: v128): void {
  if (heads === 4) v128.store(to, x);
  else if (heads === 2) v128.store64_lane(to, x, 0);
  else v128.store32_lane(to, x, 0);
}

/**
 * Makes scores of `keys` keys into shares 2^(score - largest), and moves the heads' maxima and sums on.
 * Lanes after the last key are filled: they come out as 0.
 * @param alphas [4] written: what each head's earlier shares are to be multiplied by
 */
export function soften(
  heads: i32,
  scores: usize,
  keys: i32,
  maxima: usize,
  sums: usize,
  alphas: usize,
): void {
  const count = keys * heads;
  const end = scores + ((<usize>((count + 3) & ~3)) << 2);
  for (let i = count; (i & 3) !== 0; i++) store<f32>(scores + ((<usize>i) << 2), -Infinity);
  const before = spread(heads, maxima);
  let largest = before;
  for (let at = scores; at < end; at += 16) largest = f32x4.max(largest, v128.load(at));
  if (heads < 4) largest = f32x4.max(largest, v128.shuffle<f32>(largest, largest, 2, 3, 0, 1));
  if (heads < 2) largest = f32x4.max(largest, v128.shuffle<f32>(largest, largest, 1, 0, 3, 2));
  const alpha = exp2(f32x4.sub(before, largest));
  let sum = f32x4.splat(0);
  for (let at = scores; at < end; at += 16) {
    const share = exp2(f32x4.sub(v128.load(at), largest));
    v128.store(at, share);
    sum = f32x4.add(sum, share);
  }
  if (heads < 4) sum = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
  if (heads < 2) sum = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 1, 0, 3, 2));
  keep(heads, maxima, largest);
  keep(heads, sums, f32x4.add(f32x4.mul(alpha, spread(heads, sums)), sum));
  v128.store(alphas, alpha);
}
