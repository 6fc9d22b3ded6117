// Random plans of every variant, mode and convention, mostly of awkward sizes, for tests of what holds of all of them.

import * as fc from 'fast-check';

import { anyChoice, smallSizes } from '../attention/anyDims.test-support';
import { formatIds } from '../attention/format';
import type { LayerGroup } from '../attention/layers';
import { plainConventions, type Conventions } from '../attention/variant';
import type { Workload } from './workload';

const size = (max: number) => fc.integer({ min: 1, max });

/** Wide enough for several groups of elements that share a scale. */
const wideSizes = { ...smallSizes, headDim: 150, vDim: 150, latentDim: 400, ropeDim: 80 };

export const anyPlan = fc
  .record({
    choice: anyChoice(wideSizes),
    phase: fc.constantFrom('prefill' as const, 'decode' as const),
    biases: fc.subarray(['q', 'k', 'v', 'o'] as const),
    headNorm: fc.boolean(),
    sinks: fc.boolean(),
    lse: fc.boolean(),
  })
  .map(({ choice: { variant, mode, dims }, phase, ...more }) => {
    const conventions: Conventions = { ...plainConventions, ...more, window: true };
    return variant.plan(dims, { phase, mode, conventions });
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
