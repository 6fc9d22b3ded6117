// Random sizes that a variant accepts, for property tests; they shrink to smaller ones that it accepts too.

import * as fc from 'fast-check';

import {
  describeProblem,
  dimRanges,
  divisors,
  type DimName,
  type Dims,
  type Problem,
} from './dims';
import { plainConventions, plainRope, type Conventions, type Variant } from './variant';
import { variants } from './variants';

/** The largest value that each dimension may be drawn with. */
export type Largest = Readonly<Record<DimName, number>>;

/** Sizes that make a plan's loops short and its shapes awkward. */
export const smallSizes: Largest = {
  modelDim: 40,
  queryHeads: 25,
  kvHeads: 7,
  headDim: 33,
  vDim: 33,
  latentDim: 40,
  ropeDim: 18,
  nopeDim: 20,
  queryRank: 20,
  latentHeads: 3,
  queryFactors: 4,
  keyFactors: 3,
  valueFactors: 3,
};

/** The sizes with one field changed so that this problem is gone; another one may take its place. */
function without(dims: Dims, { field, code, values }: Problem): Dims {
  const value = dims[field];
  const { min, max } = dimRanges[field];
  switch (code) {
    case 'notWhole':
    case 'outOfRange':
      return { ...dims, [field]: Math.min(Math.max(Math.round(value), min), max) };
    case 'notMultiple': {
      const of = Number(values['of']);
      return { ...dims, [field]: Math.ceil(value / of) * of };
    }
    case 'notDivisible':
      // Any divisor does; a number drawn evenly would nearly always become 1.
      return {
        ...dims,
        kvHeads: divisors(dims.queryHeads).findLast((d) => d <= dims.kvHeads) ?? 1,
      };
    case 'oddRotation':
      return { ...dims, [field]: value + 1 };
  }
}

/** The nearest sizes that all of `accepting` accept. */
export function accepted(dims: Dims, accepting: readonly Variant[]): Dims {
  let found = dims;
  for (let attempt = 0; attempt < 100; attempt++) {
    const [problem] = accepting.flatMap((variant) => variant.problems(found));
    if (!problem) return found;
    found = without(found, problem);
  }
  const [problem] = accepting.flatMap((variant) => variant.problems(found));
  throw new Error(problem ? describeProblem(problem) : 'a hundred attempts were one too few');
}

/** Sizes within their ranges, which a variant may yet refuse. */
export function anySizes(largest: Largest): fc.Arbitrary<Dims> {
  const size = (field: DimName) => fc.integer({ min: dimRanges[field].min, max: largest[field] });
  return fc.record({
    modelDim: size('modelDim'),
    queryHeads: size('queryHeads'),
    kvHeads: size('kvHeads'),
    headDim: size('headDim'),
    vDim: size('vDim'),
    latentDim: size('latentDim'),
    ropeDim: size('ropeDim'),
    nopeDim: size('nopeDim'),
    queryRank: size('queryRank'),
    latentHeads: size('latentHeads'),
    queryFactors: size('queryFactors'),
    keyFactors: size('keyFactors'),
    valueFactors: size('valueFactors'),
  });
}

/** Sizes that every variant accepts. */
export const anyDims = (largest: Largest = smallSizes): fc.Arbitrary<Dims> =>
  anySizes(largest).map((dims) => accepted(dims, variants));

/** A variant, one of its modes, and sizes that it accepts. */
export interface Choice {
  readonly variant: Variant;
  readonly mode: string;
  readonly dims: Dims;
}

/** Every variant and mode, on sizes of which only those that the variant reads are made to fit it. */
export const anyChoice = (largest: Largest = smallSizes): fc.Arbitrary<Choice> =>
  fc
    .record({
      of: fc.constantFrom(
        ...variants.flatMap((variant) => variant.modes.map(({ id: mode }) => ({ variant, mode }))),
      ),
      dims: anySizes(largest),
    })
    .map(({ of: { variant, mode }, dims }) => ({
      variant,
      mode,
      dims: accepted(dims, [variant]),
    }));

/** What a checkpoint's code may fix besides the sizes. */
export const anyConventions = fc
  .record({
    rope: fc.constantFrom(
      null,
      plainRope,
      { ...plainRope, pairs: 'interleaved' as const },
      { ...plainRope, pairs: 'deinterleaveHalf' as const, theta: 40, cosSinScale: 1.25 },
    ),
    biases: fc.subarray(['q', 'k', 'v', 'o'] as const),
    headNorm: fc.boolean(),
    window: fc.boolean(),
    additive: fc.constantFrom(undefined, 'shared' as const, 'perHead' as const),
    sinks: fc.boolean(),
    lse: fc.boolean(),
    softcap: fc.constantFrom(undefined, 4),
    scaleFactor: fc.constantFrom(undefined, 1.5),
  })
  .map(({ softcap, scaleFactor, additive, ...some }): Conventions => ({
    ...plainConventions,
    ...some,
    ...(additive ? { additive } : {}),
    ...(softcap ? { softcap } : {}),
    ...(scaleFactor ? { scaleFactor } : {}),
  }));
