// Derived: the measured crossover of two ways over one cache: what is asked for, and where the times cross.

import type { Contender, DecodeRequest, DeviceReport, MeasuredPoint } from '../engine/protocol';
import type { Controls } from './controls';
import { crossoverOf, type WayPair } from './crossover';
import { modelOf } from './modelShape';
import { remember } from './remember';

/**
 * Tokens cached before the steps that are measured: the same for every model, short enough for a processor that only
 * imitates a GPU, and for float64 beside it.
 */
const pastOn = ({ runsOn, software }: DeviceReport): number =>
  runsOn === 'cpu' || software ? 256 : 2048;

/** New tokens as multiples of where flops cross: around it, and far enough that times have crossed too. */
const multiples = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 1, 3 / 2, 2, 3, 4] as const;

/** More would take minutes and tell nothing about where they cross. */
const mostNewTokens = 1024;

/** The first entry shown that has two ways. */
const pairOf = (controls: Controls): WayPair | undefined =>
  crossoverOf(controls).pairs.find(({ entry }) => entry.pin === null);

const request = remember(
  (
    pair: WayPair | undefined,
    modelId: string,
    imported: Controls['imported'],
    format: Controls['format'],
    rounds: number,
    seed: number,
    past: number,
  ): DecodeRequest | null => {
    if (!pair || pair.limit === null) return null;
    const { limit } = pair;
    const counts = multiples.map((times) => Math.max(1, Math.round(times * limit)));
    const newTokens = [...new Set([1, ...counts])].filter((count) => count <= mostNewTokens);
    const { dims } = pair.entry.shape;
    const { conventions } = modelOf({ modelId, imported });
    const contenders = [pair.forFew, pair.forMany].map(({ entry: { variant, mode } }) => ({
      variantId: variant.id,
      mode,
    }));
    const contexts = newTokens.map((count) => past + count);
    const layer = { dims, conventions, contenders, batch: 1, format, seed } as const;
    return { ...layer, scope: 'attentionOnly', contexts, newTokens, rounds };
  },
);

/** Null where no variant shown has two ways; the same object as long as nothing that it says changes. */
export const crossoverRequestOf = (c: Controls, device: DeviceReport): DecodeRequest | null =>
  request(pairOf(c), c.modelId, c.imported, c.format, c.rounds, c.seed, pastOn(device));

export interface MeasuredCrossing {
  /** New tokens with which both take as long, between neighbours in proportion. */
  readonly newTokens: number;
  /** The same of the quartiles that favour one way and the other: where the samples leave it open. */
  readonly from: number;
  readonly to: number;
}

/** A way's points by their new tokens, ascending. */
const pointsOf = (points: readonly MeasuredPoint[], { variantId, mode }: Contender) =>
  new Map(
    points
      .filter((point) => point.variantId === variantId && point.mode === mode)
      .map((point) => [point.newTokens ?? 1, point]),
  );

/**
 * Where times cross, or null where they do not among what was measured.
 * @param forFew the way that is cheaper for one new token, by its flops
 */
export function measuredCrossing(
  points: readonly MeasuredPoint[],
  forFew: Contender,
  forMany: Contender,
): MeasuredCrossing | null {
  const [few, many] = [pointsOf(points, forFew), pointsOf(points, forMany)];
  const both = [...few]
    .flatMap(([count, one]) => {
      const other = many.get(count);
      return other ? [{ count, few: one, many: other }] : [];
    })
    .toSorted((a, b) => a.count - b.count);
  type Pair = (typeof both)[number];
  /** Where the ratio of two times passes 1, on log axes. */
  const crossing = (ratio: (pair: Pair) => number): number | null => {
    for (const [i, pair] of both.entries()) {
      if (ratio(pair) > 1) continue;
      const before = both[i - 1];
      if (!before) return pair.count;
      const [high, low] = [Math.log(ratio(before)), Math.log(ratio(pair))];
      const share = high / (high - low);
      return Math.exp(
        Math.log(before.count) + share * (Math.log(pair.count) - Math.log(before.count)),
      );
    }
    return null;
  };
  const newTokens = crossing((pair) => pair.many.medianNs / pair.few.medianNs);
  if (newTokens === null) return null;
  const soonest = crossing((pair) => pair.many.q1Ns / pair.few.q3Ns);
  const latest = crossing((pair) => pair.many.q3Ns / pair.few.q1Ns);
  const last = both.at(-1)?.count ?? newTokens;
  return { newTokens, from: soonest ?? newTokens, to: latest ?? last };
}
