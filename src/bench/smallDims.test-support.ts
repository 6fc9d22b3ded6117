// Sizes of no model, odd on purpose, at which tests of whole runs take a moment.

import type { Dims } from '../attention/dims';
import { variants } from '../attention/variants';

export const smallDims: Dims = {
  modelDim: 24,
  queryHeads: 6,
  kvHeads: 3,
  headDim: 20,
  vDim: 12,
  latentDim: 28,
  ropeDim: 8,
  nopeDim: 12,
  queryRank: 10,
  latentHeads: 2,
  queryFactors: 3,
  keyFactors: 2,
  valueFactors: 2,
};

/** Every variant in every mode that keeps a cache, as contenders. */
export const cachedModes = variants.flatMap((variant) =>
  variant.modes
    .filter(({ id }) => variant.plan(smallDims, { phase: 'decode', mode: id }).cache.length > 0)
    .map(({ id }) => ({ variantId: variant.id, mode: id })),
);
