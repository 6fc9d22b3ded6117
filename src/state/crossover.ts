// Derived: two ways to compute attention over the same cache, and how many new tokens make them equally dear.

import type { Dims } from '../attention/dims';
import type { Plan } from '../attention/plan';
import type { Variant } from '../attention/variant';
import { variants } from '../attention/variants';
import { cachePerToken } from '../price/cache';
import {
  attentionFlops,
  crossoverNewTokens,
  fewestNewTokensFor,
  pastTokenFlops,
  type PastTokenFlops,
} from '../price/crossover';
import { defaultControls, type Controls } from './controls';
import { entriesOf, type Entry } from './entries';
import { remember } from './remember';
import { servingRanges } from './serving';

/** One way to compute it, of one layer and sequence. */
export interface WayLine {
  /** The entry in this way's mode, with a key of its own. */
  readonly entry: Entry;
  /** One for each of `Crossover.newTokens`. */
  readonly flops: readonly number[];
  readonly perPastToken: PastTokenFlops;
}

/** What both ways of a pair take with so many new tokens. */
interface WayFlops {
  readonly newTokens: number;
  readonly fewFlops: number;
  readonly manyFlops: number;
}

export interface WayPair {
  readonly entry: Entry;
  /** The cheaper one for a single new token, and the other. */
  readonly forFew: WayLine;
  readonly forMany: WayLine;
  /** The fewest new tokens with which `forMany` takes no more flops, after the past chosen; null where it always does. */
  readonly fewest: number | null;
  /** What both take there, by `forMany`. */
  readonly fewestFlops: number | null;
  /** One token before `fewest`, and there: between them the other way becomes the cheaper one; empty where none does. */
  readonly turn: readonly WayFlops[];
  /** New tokens that make them equal after a very long past; null where nothing does. */
  readonly limit: number | null;
}

export interface Crossover {
  readonly newTokens: readonly number[];
  /** Cached tokens before the step; null where that many are impossible. */
  readonly past: number | null;
  readonly pairs: readonly WayPair[];
}

/** Powers of two up to 4096, and the halves between them. */
const newTokens: readonly number[] = Array.from({ length: 13 }, (_, i) => 2 ** i).flatMap((n) =>
  n > 1 && n < 4096 ? [n, 1.5 * n] : [n],
);

/** Plans of a variant's modes that keep one and the same cache; empty where there are no two. */
function sameCachePlans(variant: Variant, dims: Dims): readonly Plan[] {
  const byCache = new Map<string, Plan[]>();
  for (const { id } of variant.modes) {
    const plan = variant.plan(dims, { phase: 'decode', mode: id });
    if (cachePerToken(plan, 'f16').elements === 0) continue;
    const rows = JSON.stringify(plan.cache);
    byCache.set(rows, [...(byCache.get(rows) ?? []), plan]);
  }
  return [...byCache.values()].find((plans) => plans.length > 1) ?? [];
}

/** What to show for this chart to have something to say. */
export const twoWayVariants: readonly Variant[] = variants.filter(
  (variant) => sameCachePlans(variant, defaultControls().dims).length > 0,
);

function pairOf(entry: Entry, past: number): WayPair[] {
  const cheapestFirst = sameCachePlans(entry.variant, entry.shape.dims).toSorted(
    (a, b) => attentionFlops(a)(1, past) - attentionFlops(b)(1, past),
  );
  const few = cheapestFirst[0];
  const many = cheapestFirst.at(-1);
  if (!few || !many) return [];
  const lineOf = (plan: Plan): WayLine => {
    const flops = attentionFlops(plan);
    return {
      entry: { ...entry, key: `${entry.key} ${plan.mode}`, mode: plan.mode, plan },
      flops: newTokens.map((tokens) => flops(tokens, past)),
      perPastToken: pastTokenFlops(plan),
    };
  };
  const fewest = fewestNewTokensFor(many, few, past);
  return [
    {
      entry,
      forFew: lineOf(few),
      forMany: lineOf(many),
      fewest,
      fewestFlops: fewest === null ? null : attentionFlops(many)(fewest, past),
      turn: (fewest === null || fewest === 1 ? [] : [fewest - 1, fewest]).map((tokens) => ({
        newTokens: tokens,
        fewFlops: attentionFlops(few)(tokens, past),
        manyFlops: attentionFlops(many)(tokens, past),
      })),
      limit: crossoverNewTokens(few, many),
    },
  ];
}

const derive = remember((entries: readonly Entry[], context: number): Crossover => {
  const { min, max } = servingRanges.context;
  const past = Number.isInteger(context) && context >= min && context <= max ? context : null;
  return {
    newTokens,
    past,
    pairs: past === null ? [] : entries.flatMap((entry) => (entry.plan ? pairOf(entry, past) : [])),
  };
});

/** The same object as long as nothing that it says changes. */
export const crossoverOf = (c: Controls): Crossover => derive(entriesOf(c), c.context);
