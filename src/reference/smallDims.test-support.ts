// Sizes for tests of the reference: small, awkward, and with every width of a row another.

import type { Dims } from '../attention/dims';

export const small: Dims = {
  modelDim: 12,
  queryHeads: 6,
  kvHeads: 2,
  headDim: 10,
  vDim: 7,
  latentDim: 9,
  ropeDim: 4,
  nopeDim: 5,
  queryRank: 8,
  latentHeads: 2,
  queryFactors: 3,
  keyFactors: 2,
  valueFactors: 2,
};
