// The same model with another attention: sizes for every variant from the sizes of one.

import { divisors, type Dims } from './dims';

/** What a model's own configuration states: either head sizes or MLA's, and what both have. */
export type NativeDims =
  | (Pick<Dims, 'modelDim' | 'queryHeads' | 'kvHeads' | 'headDim'> & Partial<Pick<Dims, 'vDim'>>)
  | Pick<
      Dims,
      'modelDim' | 'queryHeads' | 'latentDim' | 'ropeDim' | 'nopeDim' | 'vDim' | 'queryRank'
    >;

/**
 * What no published model here states: two heads of latents, which two devices can share, where the query heads divide
 * by two, and the usual ranks of factored heads (arXiv:2501.06425, section 4.1).
 */
const unstated = (queryHeads: number) => ({
  latentHeads: queryHeads % 2 === 0 ? 2 : 1,
  queryFactors: 6,
  keyFactors: 2,
  valueFactors: 2,
});

/** The largest kv head count up to 8 that divides the query heads: GQA's usual choice. */
export const proposedKvHeads = (queryHeads: number): number =>
  divisors(queryHeads).findLast((d) => d <= 8) ?? 1;

/**
 * Fills in what the model does not state. MHA, GQA and MQA keep an MLA model's heads and widths (nope for
 * scores); MLA takes DeepSeek-V2's proportions (arXiv:2405.04434, section 3.1.2): latent 4 heads wide, rotary
 * key half a head, no query compression.
 */
export function proposeDims(native: NativeDims): Dims {
  if ('latentDim' in native) {
    return {
      ...unstated(native.queryHeads),
      ...native,
      headDim: native.nopeDim,
      kvHeads: proposedKvHeads(native.queryHeads),
    };
  }
  const { modelDim, queryHeads, kvHeads, headDim, vDim = headDim } = native;
  const grouped = kvHeads > 1 && kvHeads < queryHeads;
  return {
    ...unstated(queryHeads),
    modelDim,
    queryHeads,
    kvHeads: grouped ? kvHeads : proposedKvHeads(queryHeads),
    headDim,
    vDim,
    latentDim: 4 * headDim,
    // Rotation turns pairs, so half of an odd half is rounded up to the next even number.
    ropeDim: 2 * Math.ceil(headDim / 4),
    nopeDim: headDim,
    queryRank: 0,
  };
}
