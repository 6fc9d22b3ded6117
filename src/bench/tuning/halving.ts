// Successive halving: samples in interleaved rounds, after which the slower half goes, until one is left or the budget is spent.

import { roundOrder } from '../protocol';
import { summarize } from '../stats';

/** Rounds before a half goes: fewer have no median that one interruption would not move. */
const roundsPerStage = 3;

/**
 * A candidate whose least sample is so many times the fastest's goes before its stage ends, though not on one sample:
 * that may have been interrupted.
 */
const hopeless = 3;

export interface Race<T> {
  /** Nanoseconds of one step, or a reason why there are none: then it is out of the race. */
  readonly sample: (entrant: T) => Promise<number | { readonly failed: string }>;
  /** Of the budget, so far. */
  readonly spentNs: () => number;
  readonly budgetNs: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

export interface Loser<T> {
  readonly entrant: T;
  readonly reason:
    | { readonly code: 'failed'; readonly message: string }
    | { readonly code: 'slower'; readonly factor: number }
    | { readonly code: 'notTimed' };
}

export interface Finish<T> {
  /** The fastest; undefined where none was timed. */
  readonly best: { readonly entrant: T; readonly medianNs: number } | undefined;
  /** In the order in which they were dropped. */
  readonly losers: readonly Loser<T>[];
}

/**
 * The same race won by another that was nearly as fast, all factors being of its median then: below 1 where one was
 * faster. Unchanged where that one was not timed, or took `factor` times as long or more.
 */
export function preferring<T>(
  { best, losers }: Finish<T>,
  preferred: (entrant: T) => boolean,
  factor: number,
): Finish<T> {
  const near = losers.find(({ entrant }) => preferred(entrant));
  if (!best || near?.reason.code !== 'slower' || near.reason.factor >= factor) {
    return { best, losers };
  }
  const gap = near.reason.factor;
  const others = losers.flatMap((loser): Loser<T>[] => {
    if (loser === near) return [];
    if (loser.reason.code !== 'slower') return [loser];
    const reason = { code: 'slower', factor: loser.reason.factor / gap } as const;
    return [{ entrant: loser.entrant, reason }];
  });
  return {
    best: { entrant: near.entrant, medianNs: best.medianNs * gap },
    losers: [...others, { entrant: best.entrant, reason: { code: 'slower', factor: 1 / gap } }],
  };
}

/**
 * Yields each entrant before it is sampled. Ends within one sample of the budget; throws the signal's reason once it
 * is aborted.
 *
 * @param entrants those first that are foreseen to be the fastest
 */
export async function* halve<T>(
  entrants: readonly T[],
  { sample, spentNs, budgetNs, seed, signal }: Race<T>,
): AsyncGenerator<T, Finish<T>> {
  const times = new Map<T, number[]>(entrants.map((entrant) => [entrant, []]));
  const losers: Loser<T>[] = [];
  const median = (entrant: T): number => summarize(times.get(entrant) ?? []).median;
  const least = (entrant: T): number => Math.min(...(times.get(entrant) ?? []));
  /** Those that were timed, the fastest first. */
  const ranked = (): T[] =>
    [...times.keys()]
      .filter((entrant) => times.get(entrant)?.length)
      .toSorted((a, b) => median(a) - median(b));
  const drop = (out: readonly T[], fastest: T): void => {
    for (const entrant of out) {
      const factor = median(entrant) / median(fastest);
      losers.push({ entrant, reason: { code: 'slower', factor } });
      times.delete(entrant);
    }
  };

  // One alone is sampled too: its time is told.
  for (let round = 0; round < roundsPerStage || times.size > 1; round++) {
    const left = [...times.keys()];
    // Where the budget ends within the first round, those foreseen as the fastest have been timed.
    for (const entrant of round === 0 ? left : roundOrder(left, seed, round)) {
      signal.throwIfAborted();
      if (spentNs() >= budgetNs) return finish();
      yield entrant;
      const ns = await sample(entrant);
      if (typeof ns === 'number') {
        times.get(entrant)?.push(ns);
      } else {
        losers.push({ entrant, reason: { code: 'failed', message: ns.failed } });
        times.delete(entrant);
      }
    }
    const ranking = ranked();
    const [fastest] = ranking;
    if (fastest === undefined) break;
    const stageEnds = (round + 1) % roundsPerStage === 0;
    const last = ranking[Math.ceil(ranking.length / 2) - 1] ?? fastest;
    const leastOfAll = Math.min(...ranking.map(least));
    const isOut = (entrant: T): boolean =>
      (stageEnds && median(entrant) > median(last)) ||
      (round > 0 && least(entrant) > hopeless * leastOfAll);
    drop(ranking.filter(isOut).toReversed(), fastest);
    // Equal to the last digit: nothing is left to tell them apart by.
    if (stageEnds && times.size === ranking.length) break;
  }
  return finish();

  function finish(): Finish<T> {
    const [fastest, ...others] = ranked();
    for (const entrant of times.keys()) {
      if (times.get(entrant)?.length === 0) losers.push({ entrant, reason: { code: 'notTimed' } });
    }
    if (fastest === undefined) return { best: undefined, losers };
    const best = { entrant: fastest, medianNs: median(fastest) };
    drop(others.toReversed(), fastest);
    return { best, losers };
  }
}
