// The heart of attention in float64: one query row looks at the keys it may see and mixes their values.

import type { Mask } from '../attention/plan';
import { addScaled, dot } from './vector';

/** Keys `first` to `end - 1`; none where end <= first. */
export interface Sight {
  readonly first: number;
  readonly end: number;
}

/** What query i of a sequence may see of its `length` keys. */
export function sightOf(
  mask: Mask,
  query: number,
  { length, offset, window }: { length: number; offset: number; window: number },
): Sight {
  const position = query + offset;
  return {
    first: mask.window ? Math.max(0, position - window + 1) : 0,
    end: mask.causal ? Math.min(length, position + 1) : length,
  };
}

/**
 * out = softmax(scale q K^T) V for one query row. A row that sees no key gives zeros.
 * @param query [qkWidth]
 * @param keys [tokens, qkWidth]
 * @param values [tokens, vWidth]
 * @param probs [tokens], written: the softmax of the scores, 0 where unseen
 * @param out [vWidth], written
 */
export function attendRow(
  query: Float64Array,
  keys: Float64Array,
  values: Float64Array,
  { first, end }: Sight,
  { scale, softcap }: { readonly scale: number; readonly softcap?: number },
  probs: Float64Array,
  out: Float64Array,
): void {
  out.fill(0);
  probs.fill(0);

  let largest = -Infinity;
  for (let j = first; j < end; j++) {
    let score = scale * dot(query, 0, keys, j * query.length, query.length);
    if (softcap) score = softcap * Math.tanh(score / softcap);
    if (score > largest) largest = score;
    probs[j] = score;
  }

  // Scores may be in the hundreds: less the largest, no exponential overflows and the quotient is the same.
  let sum = 0;
  for (let j = first; j < end; j++) {
    const share = Math.exp(probs[j]! - largest);
    probs[j] = share;
    sum += share;
  }

  for (let j = first; j < end; j++) {
    probs[j]! /= sum;
    addScaled(out, probs[j]!, values, j * out.length);
  }
}
