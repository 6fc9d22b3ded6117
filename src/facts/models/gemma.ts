// Gemma 2 and Gemma 3: windowed and full layers by turns; the GQA ones are listed here.

import type { RopeScaling } from '../../attention/rope';
import type { Conventions } from '../../attention/variant';
import type { Model } from '../model';
import { alternating, computed, half, heads, published } from './published';
import { litgpt, litgptLater, maxtext, mlc, transformers } from './sources';

type Shape = Pick<Model, 'id' | 'name' | 'dims' | 'parameters' | 'sources'>;

/** Even layers keep 4,096 tokens; scores are capped at 50. */
const gemma2 = (layers: number, scale: number, shape: Shape): Model =>
  published({
    groups: alternating(layers, 4096),
    conventions: { rope: half(10000), normEps: 1e-6, softcap: 50, scale },
    maxContext: 8192,
    ...shape,
    sources: [
      ...shape.sources,
      `${litgptLater} attention_logit_softcapping, attention_scores_scalar`,
    ],
    caveats: ['headDimNotQuotient', 'enginesKeepAll', 'mergedPairs'],
  });

interface Gemma3
  extends Shape, Pick<Model, 'maxContext'>, Partial<Pick<Model, 'caveats' | 'recalled'>> {
  readonly windowed: number;
  readonly whole: number;
  readonly window: number;
  readonly scaling: RopeScaling | null;
  readonly scale?: Conventions['scale'];
}

/** Five windowed layers, which rotate with theta 10,000, for each full one; queries and keys are normalized. */
export function gemma3({
  windowed,
  whole,
  window,
  scaling,
  scale,
  sources,
  caveats = [],
  ...shape
}: Gemma3): Model {
  return published({
    groups: [{ layers: windowed, window, rope: half(10000) }, { layers: whole }],
    conventions: {
      rope: half(1e6, scaling),
      normEps: 1e-6,
      headNorm: true,
      ...(scale === undefined ? {} : { scale }),
    },
    ...shape,
    sources: [
      ...sources,
      `${litgptLater} norm_qk, rope_local_base_freq, rope_adjustments`,
      transformers('008f5c8c29', 'gemma3/configuration_gemma3.py (rms_norm_eps)'),
    ],
    caveats: ['headDimNotQuotient', 'enginesKeepAll', ...caveats],
  });
}

/** The larger Gemma 3 models: they stretch the positions of full layers by 8 and came with a vision tower. */
const multimodal = (shape: Omit<Gemma3, 'window' | 'scaling' | 'maxContext' | 'recalled'>): Model =>
  gemma3({
    window: 1024,
    scaling: { type: 'linear', factor: 8 },
    maxContext: 131072,
    recalled: ['dtype'],
    ...shape,
    caveats: ['textOnly', ...(shape.caveats ?? [])],
  });

export const gemmaModels: readonly Model[] = [
  gemma2(26, 256 ** -0.5, {
    id: 'gemma2-2b',
    name: 'Gemma 2 2B',
    dims: heads(2304, 8, 4, 256),
    parameters: computed(2.614),
    sources: [`${mlc} gemma2_2b`, `${litgpt} Gemma-2-2b`],
  }),
  gemma2(42, 256 ** -0.5, {
    id: 'gemma2-9b',
    name: 'Gemma 2 9B',
    dims: heads(3584, 16, 8, 256),
    parameters: computed(9.241),
    sources: [`${mlc} gemma2_9b`, `${litgpt} Gemma-2-9b`],
  }),
  // The scale is that of modelDim / heads, 144, and not of the head dim.
  gemma2(46, 144 ** -0.5, {
    id: 'gemma2-27b',
    name: 'Gemma 2 27B',
    dims: heads(4608, 32, 16, 128),
    parameters: computed(27.227),
    sources: [`${mlc} gemma2_27b`, `${litgpt} Gemma-2-27b`],
  }),
  multimodal({
    id: 'gemma3-4b',
    name: 'Gemma 3 4B',
    windowed: 29,
    whole: 5,
    dims: heads(2560, 8, 4, 256),
    parameters: computed(3.88),
    sources: [`${litgpt} Gemma-3-4b-it`, `${maxtext}/gemma3-4b.yml`],
    caveats: ['lastLayersWindowed'],
  }),
  multimodal({
    id: 'gemma3-12b',
    name: 'Gemma 3 12B',
    windowed: 40,
    whole: 8,
    dims: heads(3840, 16, 8, 256),
    parameters: computed(11.766),
    sources: [`${litgpt} Gemma-3-12b-it`, `${maxtext}/gemma3-12b.yml`],
  }),
  multimodal({
    id: 'gemma3-27b',
    name: 'Gemma 3 27B',
    windowed: 52,
    whole: 10,
    scale: 168 ** -0.5,
    dims: heads(5376, 32, 16, 128),
    parameters: computed(27.009),
    sources: [`${litgpt} Gemma-3-27b-it`, `${maxtext}/gemma3-27b.yml`],
    caveats: ['lastLayersWindowed'],
  }),
];
