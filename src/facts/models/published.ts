// What published presets have in common, so that each states only what is its own.

import type { NativeDims } from '../../attention/propose';
import type { RopeScaling, RopeSpec } from '../../attention/rope';
import type { Conventions } from '../../attention/variant';
import { factsDate, type Model, type ModelLayers } from '../model';

type Usual = 'dtype' | 'experts' | 'recalled' | 'caveats';

/** A preset read in its sources: bfloat16, no experts, nothing recalled and nothing to warn of, unless it says so. */
export const published = (
  model: Omit<Model, Usual | 'status' | 'date'> & Partial<Pick<Model, Usual>>,
): Model => ({
  dtype: 'bfloat16',
  experts: null,
  recalled: [],
  caveats: [],
  status: 'verified',
  date: factsDate,
  ...model,
});

/** Dims of MHA, GQA or MQA. */
export const heads = (
  modelDim: number,
  queryHeads: number,
  kvHeads: number,
  headDim: number,
): NativeDims => ({ modelDim, queryHeads, kvHeads, headDim });

/** Layers that all keep every token. */
export const full = (layers: number): readonly ModelLayers[] => [{ layers }];

/** Half of the layers keep a window: Gemma 2 and gpt-oss, whose first layer does. */
export const alternating = (layers: number, window: number): readonly ModelLayers[] => [
  { layers: layers / 2, window },
  { layers: layers / 2 },
];

/** Half-split rotation: how these checkpoints are laid out on Hugging Face and in litgpt. */
export const half = (theta: number, scaling: RopeScaling | null = null): RopeSpec => ({
  pairs: 'half',
  theta,
  scaling,
  cosSinScale: 1,
});

/** Half-split rotation of the whole head and nothing else. No norm lies inside, so the epsilon is never read. */
export const rotated = (theta: number, scaling: RopeScaling | null = null): Conventions => ({
  rope: half(theta, scaling),
  normEps: 1e-6,
});

/** In billions: all of them, and those that a token meets where these are fewer. */
const parameters =
  (basis: NonNullable<Model['parameters']>['basis']) =>
  (billions: number, active = billions) => ({
    count: Math.round(billions * 1e9),
    active: Math.round(active * 1e9),
    basis,
  });

export const computed = parameters('computed');
export const paper = parameters('paper');
export const nominal = parameters('nominal');
