// Random plans of every variant, mode and convention, mostly of awkward sizes, for tests of what holds of all of them.

import * as fc from 'fast-check';

import { divisors, type Dims } from '../attention/dims';
import { formatIds } from '../attention/format';
import type { LayerGroup } from '../attention/layers';
import { plainConventions, type Conventions, type Variant } from '../attention/variant';
import { variants } from '../attention/variants';
import type { Workload } from './workload';

const size = (max: number) => fc.integer({ min: 1, max });

export const anyDims = fc
  .record({
    modelDim: size(40),
    kvHeads: size(5),
    groupSize: size(5),
    headDim: size(150),
    vDim: size(150),
    latentWidth: size(150),
    latentSplit: fc.nat(),
    halfRope: size(40),
    nopeDim: size(150),
    queryRank: fc.nat(20),
    queryFactors: size(4),
    keyFactors: size(4),
    valueFactors: size(4),
  })
  .map(({ groupSize, halfRope, latentWidth, latentSplit, ...dims }): Dims => {
    const queryHeads = dims.kvHeads * groupSize;
    const splits = divisors(queryHeads);
    const latentHeads = splits[latentSplit % splits.length] ?? 1;
    return {
      ...dims,
      queryHeads,
      latentHeads,
      latentDim: latentHeads * latentWidth,
      ropeDim: 2 * halfRope,
    };
  });

/** The dims, or with a head that divides by 4 where a variant's halves and pairs ask for it. */
export const suited = (variant: Variant, dims: Dims): Dims =>
  variant.problems(dims).length === 0
    ? dims
    : { ...dims, headDim: 4 * Math.ceil(dims.headDim / 4) };

export const anyChoice = fc.constantFrom(
  ...variants.flatMap((variant) => variant.modes.map(({ id }) => ({ variant, mode: id }))),
);

export const anyPlan = fc
  .record({
    dims: anyDims,
    choice: anyChoice,
    phase: fc.constantFrom('prefill' as const, 'decode' as const),
    biases: fc.subarray(['q', 'k', 'v', 'o'] as const),
    headNorm: fc.boolean(),
    sinks: fc.boolean(),
    lse: fc.boolean(),
  })
  .map(({ dims, choice: { variant, mode }, phase, ...more }) => {
    const conventions: Conventions = { ...plainConventions, ...more, window: true };
    return variant.plan(suited(variant, dims), { phase, mode, conventions });
  });

export const anyFormat = fc.constantFrom(...formatIds);

export const anyGroups: fc.Arbitrary<readonly LayerGroup[]> = fc.array(
  fc
    .record({ layers: size(70), window: fc.option(size(5000)) })
    .map(({ layers, window }) => (window === null ? { layers } : { layers, window })),
  { minLength: 1, maxLength: 3 },
);

export const anyWorkload = fc
  .record({
    batch: size(4),
    newTokens: size(20),
    past: fc.nat(50),
    format: anyFormat,
    weightFormat: fc.constantFrom('f16' as const, 'f32' as const),
  })
  .map(({ past, ...workload }): Workload => ({
    ...workload,
    cachedTokens: past + workload.newTokens,
  }));
