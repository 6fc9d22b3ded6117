// Derived: what more query heads cost each variant, in cache and in arithmetic, all other sizes being kept (chart C7).

import { divisors, type Dims } from '../attention/dims';
import { cachePerToken } from '../price/cache';
import { pastTokenFlops } from '../price/crossover';
import type { Controls } from './controls';
import { entriesOf, type Entry } from './entries';
import { remember } from './remember';

export interface HeadLine {
  readonly entry: Entry;
  /** Cached of one token in one layer, one for each of `HeadSweep.heads`; null where the sizes are impossible. */
  readonly elements: readonly (number | null)[];
  /** Of one new token's attention, for each cached token and layer. */
  readonly multiplyAdds: readonly (number | null)[];
}

/** How much more the one number of heads costs than the other. */
export interface HeadGrowth {
  readonly entry: Entry;
  readonly cache: number;
  readonly multiplyAdds: number;
}

export interface HeadSweep {
  /** Numbers of query heads, ascending. */
  readonly heads: readonly number[];
  /** As many as the model shown has; null where that is not in the chart. */
  readonly chosen: number | null;
  readonly lines: readonly HeadLine[];
  /** What the finding compares: the cache that grows most from 16 to 128 heads, and the one that grows least. */
  readonly most: HeadGrowth | null;
  readonly least: HeadGrowth | null;
}

/** From eight on multiples of eight, so that eight kv heads divide them all. */
const usualHeads: readonly number[] = [1, 2, 4, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128];

export const comparedHeads = { from: 16, to: 128 } as const;

/** As many heads as chosen where they divide the query heads, or the largest number below that does. */
const dividing = (queryHeads: number, chosen: number): number =>
  divisors(queryHeads).findLast((heads) => heads <= chosen) ?? 1;

const withHeads = (dims: Dims, queryHeads: number): Dims => ({
  ...dims,
  queryHeads,
  kvHeads: dividing(queryHeads, dims.kvHeads),
  latentHeads: dividing(queryHeads, dims.latentHeads),
});

function lineOf(entry: Entry, heads: readonly number[]): HeadLine {
  const { variant, mode, shape, format } = entry;
  const costs = heads.map((queryHeads) => {
    const dims = withHeads(shape.dims, queryHeads);
    if (variant.problems(dims).length > 0) return null;
    const plan = variant.plan(dims, { phase: 'decode', mode });
    const { fixed, perNewToken } = pastTokenFlops(plan);
    return {
      elements: cachePerToken(plan, format).elements,
      multiplyAdds: (fixed + perNewToken) / 2,
    };
  });
  return {
    entry,
    elements: costs.map((cost) => cost?.elements ?? null),
    multiplyAdds: costs.map((cost) => cost?.multiplyAdds ?? null),
  };
}

function growthOf({ entry, ...values }: HeadLine, heads: readonly number[]): HeadGrowth[] {
  const [from, to] = [heads.indexOf(comparedHeads.from), heads.indexOf(comparedHeads.to)];
  const ratio = (list: readonly (number | null)[]) => (list[to] ?? 0) / (list[from] ?? 0);
  const [cache, multiplyAdds] = [ratio(values.elements), ratio(values.multiplyAdds)];
  return cache > 0 && Number.isFinite(cache) ? [{ entry, cache, multiplyAdds }] : [];
}

const derive = remember((entries: readonly Entry[], queryHeads: number): HeadSweep => {
  const possible = entries.filter(({ plan }) => plan !== null);
  const own = possible.map(({ shape }) => shape.dims.queryHeads);
  const heads = [...new Set([...usualHeads, ...own])].toSorted((a, b) => a - b);
  const lines = possible.map((entry) => lineOf(entry, heads));
  const last = heads.indexOf(comparedHeads.to);
  // Of caches that grow alike, the one with the most arithmetic has most to tell.
  const byArithmetic = lines.toSorted(
    (a, b) => (b.multiplyAdds[last] ?? 0) - (a.multiplyAdds[last] ?? 0),
  );
  const growths = byArithmetic
    .flatMap((line) => growthOf(line, heads))
    .toSorted((a, b) => a.cache - b.cache);
  const fastest = growths.at(-1)?.cache;
  return {
    heads,
    chosen: heads.includes(queryHeads) ? queryHeads : null,
    lines,
    most: growths.find(({ cache }) => cache === fastest) ?? null,
    least: growths[0] ?? null,
  };
});

/** The same object as long as nothing that it says changes. */
export const headSweepOf = (c: Controls): HeadSweep => derive(entriesOf(c), c.dims.queryHeads);
