// The shapes of the seeded cases: sizes that fit no tile, and every convention that a model may bring.

import type { Dims } from '../../src/attention/dims';
import type { FormatId } from '../../src/attention/format';
import type { RopeSpec } from '../../src/attention/rope';
import { plainConventions, plainRope, type Conventions } from '../../src/attention/variant';

export interface Shape {
  readonly id: string;
  readonly dims: Dims;
  readonly batch: number;
  /** New tokens of each step. */
  readonly steps: readonly number[];
  readonly conventions: Conventions;
  /** Keys that a query sees, itself included. */
  readonly window?: number;
  /** The cache formats that it is tried in; all of them if not given. */
  readonly formats?: readonly FormatId[];
}

const odd: Dims = {
  modelDim: 72,
  queryHeads: 6,
  kvHeads: 3,
  headDim: 20,
  vDim: 12,
  latentDim: 36,
  ropeDim: 12,
  nopeDim: 20,
  queryRank: 40,
  latentHeads: 2,
  queryFactors: 3,
  keyFactors: 2,
  valueFactors: 2,
};

const scaled = (
  scaling: RopeSpec['scaling'],
  pairs: RopeSpec['pairs'],
  cosSinScale = 1,
): RopeSpec => ({ ...plainRope, theta: 300, pairs, scaling, cosSinScale });

const interleaved: Conventions = {
  rope: { pairs: 'interleaved', theta: 500000, scaling: null, cosSinScale: 1 },
  normEps: 1e-6,
};

export const shapes: readonly Shape[] = [
  {
    id: 'odd',
    dims: odd,
    batch: 3,
    steps: [7, 1, 1, 4, 1],
    conventions: { ...plainConventions, biases: ['q', 'k', 'v'], rotaryDim: 8 },
  },
  {
    id: 'one-head',
    dims: { ...odd, queryHeads: 1, kvHeads: 1, queryRank: 0 },
    batch: 1,
    steps: [1, 1, 1],
    conventions: interleaved,
  },
  {
    id: 'twenty-heads-tile-edges',
    dims: { ...odd, queryHeads: 20, kvHeads: 4, headDim: 64, vDim: 64, queryRank: 0 },
    batch: 2,
    steps: [63, 1, 1, 65, 1],
    conventions: interleaved,
  },
  {
    id: 'v2-lite-heads',
    dims: {
      ...odd,
      kvHeads: 2,
      headDim: 128,
      vDim: 128,
      latentDim: 512,
      ropeDim: 64,
      nopeDim: 128,
    },
    batch: 1,
    steps: [9, 1, 1],
    conventions: interleaved,
  },
  {
    id: 'window-softcap-head-norm',
    dims: { ...odd, headDim: 36, vDim: 5 },
    batch: 2,
    steps: [9, 1, 5, 1, 1],
    conventions: {
      ...plainConventions,
      headNorm: true,
      normEps: 1e-2,
      biases: ['q', 'o'],
      softcap: 0.7,
      window: true,
      rotaryDim: 10,
    },
    window: 4,
    formats: ['f32', 'f16'],
  },
  {
    id: 'masks-per-head-and-sinks',
    dims: { ...odd, queryHeads: 9, latentHeads: 3, headDim: 4, vDim: 1, nopeDim: 3, ropeDim: 2 },
    batch: 3,
    steps: [5, 1, 3, 1],
    conventions: {
      rope: scaled({ type: 'linear', factor: 3 }, 'deinterleaveHalf'),
      normEps: 1e-6,
      additive: 'perHead',
      sinks: true,
      lse: true,
      scale: 0.9,
    },
    formats: ['f32', 'f16'],
  },
  {
    id: 'one-mask-in-a-window',
    dims: { ...odd, queryHeads: 8, kvHeads: 2, queryRank: 0 },
    batch: 2,
    steps: [1, 6, 1, 1],
    conventions: {
      rope: scaled(
        {
          type: 'yarn',
          factor: 8,
          originalMaxPosition: 16,
          betaFast: 8,
          betaSlow: 1,
        },
        'interleaved',
        1.2,
      ),
      normEps: 1e-6,
      additive: 'shared',
      window: true,
      lse: true,
      biases: ['v'],
    },
    window: 3,
    formats: ['f32'],
  },
  {
    id: 'no-rotation-wide-heads',
    dims: { ...odd, queryHeads: 2, kvHeads: 1, headDim: 512, vDim: 256, nopeDim: 129 },
    batch: 1,
    steps: [3, 1, 1],
    conventions: {
      rope: null,
      normEps: 1e-6,
      biases: ['q', 'k', 'v', 'o'],
      sinks: true,
    },
    formats: ['f32'],
  },
  {
    id: 'llama3-single-columns',
    dims: { ...odd, headDim: 4, vDim: 1, latentDim: 2, nopeDim: 1, ropeDim: 2, queryRank: 1 },
    batch: 2,
    steps: [66, 1, 2],
    conventions: {
      rope: scaled(
        {
          type: 'llama3',
          factor: 8,
          originalMaxPosition: 32,
          lowFreqFactor: 1,
          highFreqFactor: 4,
        },
        'half',
      ),
      normEps: 1e-5,
      headNorm: true,
    },
    formats: ['f32'],
  },
];
