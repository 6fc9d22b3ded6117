// Derived: what is asked for to look into one token: a layer small enough that float64 checks all of it at once.

import { divisors, type Dims } from '../attention/dims';
import type { TokenRequest } from '../engine/protocol';
import { anatomyOf, type Side } from './anatomy';
import type { Controls } from './controls';
import { modelOf } from './modelShape';
import { remember } from './remember';

/** Tokens in the cache, the new one included. */
export const tokenContext = 48;

/** Of what is cut; widths of heads and latents stay, since they are what a variant is about. */
export const mostOf: Pick<Dims, 'modelDim' | 'queryHeads' | 'queryRank'> = {
  modelDim: 512,
  queryHeads: 8,
  queryRank: 256,
};

const largestDivisor = (n: number, most: number): number =>
  divisors(n).findLast((divisor) => divisor <= most) ?? 1;

/**
 * At most so many query heads, and so wide a hidden state and query rank. Heads that are shared keep about as many query
 * heads to each: their number is the largest divisor of the query heads that is not above its share.
 */
export function cutDims(dims: Dims, most = mostOf): Dims {
  const queryHeads = Math.min(dims.queryHeads, most.queryHeads);
  const shareOf = (heads: number) =>
    largestDivisor(queryHeads, Math.ceil((heads * queryHeads) / dims.queryHeads));
  const latentHeads = divisors(queryHeads).findLast(
    (heads) => heads <= dims.latentHeads && dims.latentDim % heads === 0,
  );
  return {
    ...dims,
    queryHeads,
    kvHeads: shareOf(dims.kvHeads),
    latentHeads: latentHeads ?? 1,
    modelDim: Math.min(dims.modelDim, most.modelDim),
    queryRank: Math.min(dims.queryRank, most.queryRank),
  };
}

const request = remember(
  (
    modelId: string,
    imported: Controls['imported'],
    dims: Dims,
    sides: readonly Side[],
    format: Controls['format'],
    seed: number,
  ): TokenRequest | null => {
    if (sides.length === 0) return null;
    return {
      dims: cutDims(dims),
      conventions: modelOf({ modelId, imported }).conventions,
      contenders: sides.map(({ entry }) => ({
        variantId: entry.variant.id,
        mode: entry.mode,
        dims: cutDims(entry.shape.dims),
      })),
      batch: 1,
      format,
      scope: 'wholeLayer',
      seed,
      context: tokenContext,
    };
  },
);

/** The request of a look into one token, or null where there is nothing to look into. */
export const tokenRequestOf = (c: Controls): TokenRequest | null =>
  request(c.modelId, c.imported, c.dims, anatomyOf(c).sides, c.format, c.seed);
