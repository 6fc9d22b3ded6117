// Sequences as they arrive and finish at a serving engine: random lengths, the same for the same seed.

import { seedOf, uniform } from '../attention/random';

export interface Arrival {
  /** Its place among all that have arrived, from 1. */
  readonly number: number;
  /** Those that all begin with included. */
  readonly tokens: number;
}

/** Uniform in [0, 1). */
const share = (seed: number, index: number): number => (uniform(seed, index) + 1) / 2;

/** Own tokens are at least this part of the most that they can be, or one. */
const shortest = 1 / 1024;

/**
 * Those in service after `finished` of them have: one at a time, any of them as likely as another, and the next to
 * arrive takes its place. A length is `prefix` plus from 1/1024 of what the context leaves to all of it, each doubling
 * as likely as another; a sequence has at least one token of its own.
 */
export function arrivalsOf({
  seed,
  context,
  sequences,
  prefix,
  finished,
}: {
  readonly seed: number;
  readonly context: number;
  readonly sequences: number;
  /** Fewer than the context. */
  readonly prefix: number;
  readonly finished: number;
}): readonly Arrival[] {
  const [lengths, ends] = [seedOf(seed, 'length'), seedOf(seed, 'end')];
  const most = context - prefix;
  const least = Math.max(1, most * shortest);
  const serving = Array.from({ length: sequences }, (_, i) => i + 1);
  for (let end = 0; end < finished; end++) {
    serving[Math.floor(share(ends, end) * sequences)] = sequences + end + 1;
  }
  return serving.map((number) => {
    const own = Math.round(least * (most / least) ** share(lengths, number));
    return { number, tokens: prefix + Math.min(Math.max(own, 1), most) };
  });
}
