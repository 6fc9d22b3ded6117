// The heart of attention in float64: one query row looks at the keys it may see and mixes their values.

import type { Mask, Tap } from '../attention/plan';
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

/** How the scores of a row are made. */
export interface Scoring {
  readonly scale: number;
  readonly softcap?: number;
  /** [tokens or more] Added to the scores; minus infinity hides a key. */
  readonly added?: Float32Array;
  /** The score of a key that the row always sees and whose value is 0. */
  readonly sink?: number;
}

/** A query row and what it meets. */
export interface Meeting {
  /** [qkWidth] */
  readonly query: Float64Array;
  /** [tokens, qkWidth] */
  readonly keys: Float64Array;
  /** [tokens, vWidth] */
  readonly values: Float64Array;
}

const product = ({ query, keys }: Meeting, j: number, { scale }: Scoring): number =>
  scale * dot(query, 0, keys, j * query.length, query.length);

const capped = (score: number, { softcap }: Scoring): number =>
  softcap ? softcap * Math.tanh(score / softcap) : score;

const withAdded = (score: number, j: number, { added }: Scoring): number =>
  added ? score + (added[j] ?? -Infinity) : score;

/**
 * out = softmax(scale q K^T) V for one query row. A row that sees no key gives zeros.
 * @param probs [tokens], written: the softmax of the scores, 0 where unseen
 * @param out [vWidth], written
 * @returns the log-sum-exp of the scores of the keys alone; infinity where the row sees none
 */
export function attendRow(
  meeting: Meeting,
  { first, end }: Sight,
  scoring: Scoring,
  probs: Float64Array,
  out: Float64Array,
): number {
  out.fill(0);
  probs.fill(0);

  let largest = -Infinity;
  let isBlind = true;
  for (let j = first; j < end; j++) {
    const score = withAdded(capped(product(meeting, j, scoring), scoring), j, scoring);
    if (score > largest) largest = score;
    // A NaN is no smaller than any number: it is seen, and shows in the result.
    if (score !== -Infinity) isBlind = false;
    probs[j] = score;
  }
  if (isBlind) {
    probs.fill(0);
    return Infinity;
  }

  // Scores may be in the hundreds: less the largest, no exponential overflows and the quotient is the same.
  let sum = 0;
  for (let j = first; j < end; j++) {
    const share = Math.exp(probs[j]! - largest);
    probs[j] = share;
    sum += share;
  }
  const { sink = -Infinity } = scoring;
  const total = sum + Math.exp(sink - largest);

  for (let j = first; j < end; j++) {
    probs[j]! /= total;
    // What is hidden by an added minus infinity may hold anything.
    if (probs[j] !== 0) addScaled(out, probs[j]!, meeting.values, j * out.length);
  }
  return largest + Math.log(sum);
}

/**
 * The scores of one query row at a stage before the softmax.
 * @param out [tokens], written: `product` and `capped` of every token, `masked` minus infinity where hidden
 */
export function tapRow(
  stage: Exclude<Tap, 'probs'>,
  meeting: Meeting,
  { first, end }: Sight,
  scoring: Scoring,
  out: Float64Array,
): void {
  for (let j = 0; j < out.length; j++) {
    const score = product(meeting, j, scoring);
    if (stage === 'product') out[j] = score;
    else if (stage === 'capped') out[j] = capped(score, scoring);
    else if (j < first || j >= end) out[j] = -Infinity;
    else out[j] = withAdded(capped(score, scoring), j, scoring);
  }
}
