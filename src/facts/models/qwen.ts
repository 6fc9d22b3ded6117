// Qwen2.5, which adds biases to q, k and v, and Qwen3, which normalizes query and key heads.

import type { Model } from '../model';
import { computed, full, heads, nominal, published, rotated } from './published';
import { hubConfigs, insights, litgpt, litgptLater, maxtext, mlc } from './sources';

type Shape = Omit<Parameters<typeof published>[0], 'conventions'>;

const qwen25 = (shape: Shape): Model =>
  published({ conventions: { ...rotated(1e6), biases: ['q', 'k', 'v'] }, ...shape });

/** All but the coder were trained for 40,960 tokens. */
const qwen3 = (shape: Omit<Shape, 'maxContext'>): Model =>
  published({
    conventions: { ...rotated(1e6), headNorm: true },
    maxContext: 40960,
    ...shape,
    sources: [...shape.sources, `${litgptLater} Qwen3 (norm_qk, norm_eps)`],
  });

const config = (name: string) => `${hubConfigs}/Qwen--${name}_config.json`;

export const qwenModels: readonly Model[] = [
  qwen25({
    id: 'qwen2.5-0.5b',
    name: 'Qwen2.5 0.5B',
    groups: full(24),
    dims: heads(896, 14, 2, 64),
    maxContext: 32768,
    parameters: null,
    recalled: ['parameters'],
    sources: [`${litgpt} Qwen2.5-0.5B (attn_bias)`, `${mlc} qwen2_0_5b`],
  }),
  qwen25({
    id: 'qwen2.5-7b',
    name: 'Qwen2.5 7B',
    groups: full(28),
    dims: heads(3584, 28, 4, 128),
    maxContext: 131072,
    parameters: computed(7.616),
    sources: [
      `${litgpt} Qwen2.5-7B (attn_bias)`,
      `${maxtext}/qwen2.5-7b.yml`,
      `${mlc} qwen2_7b (use_sliding_window False)`,
    ],
    caveats: ['instructContext'],
  }),
  qwen25({
    id: 'qwen2.5-72b',
    name: 'Qwen2.5 72B',
    groups: full(80),
    dims: heads(8192, 64, 8, 128),
    maxContext: 131072,
    parameters: computed(72.706),
    recalled: ['dtype'],
    sources: [`${litgpt} Qwen2.5-72B (attn_bias)`, insights],
  }),
  qwen3({
    id: 'qwen3-0.6b',
    name: 'Qwen3 0.6B',
    groups: full(28),
    dims: heads(1024, 16, 8, 128),
    parameters: computed(0.596),
    sources: [config('Qwen3-0.6B'), `${litgpt} Qwen3-0.6B`],
    caveats: ['headDimNotQuotient'],
  }),
  qwen3({
    id: 'qwen3-1.7b',
    name: 'Qwen3 1.7B',
    groups: full(28),
    dims: heads(2048, 16, 8, 128),
    parameters: null,
    recalled: ['parameters'],
    sources: [config('Qwen3-1.7B'), `${mlc} qwen3_1.7b`],
  }),
  qwen3({
    id: 'qwen3-4b',
    name: 'Qwen3 4B',
    groups: full(36),
    dims: heads(2560, 32, 8, 128),
    parameters: computed(4.022),
    recalled: ['dtype'],
    sources: [`${litgpt} Qwen3-4B`, `${maxtext}/qwen3-4b.yml`],
    caveats: ['headDimNotQuotient'],
  }),
  qwen3({
    id: 'qwen3-8b',
    name: 'Qwen3 8B',
    groups: full(36),
    dims: heads(4096, 32, 8, 128),
    parameters: computed(8.191),
    sources: [config('Qwen3-8B')],
  }),
  qwen3({
    id: 'qwen3-14b',
    name: 'Qwen3 14B',
    groups: full(40),
    dims: heads(5120, 40, 8, 128),
    parameters: computed(14.768),
    recalled: ['dtype'],
    sources: [`${litgpt} Qwen3-14B`, `${maxtext}/qwen3-14b.yml`],
  }),
  qwen3({
    id: 'qwen3-32b',
    name: 'Qwen3 32B',
    groups: full(64),
    dims: heads(5120, 64, 8, 128),
    parameters: computed(32.762),
    sources: [config('Qwen3-32B')],
    caveats: ['headDimNotQuotient'],
  }),
  qwen3({
    id: 'qwen3-30b-a3b',
    name: 'Qwen3 30B-A3B',
    groups: full(48),
    dims: heads(2048, 32, 4, 128),
    parameters: null,
    recalled: ['parameters'],
    sources: [config('Qwen3-30B-A3B')],
    caveats: ['mixtureOfExperts', 'headDimNotQuotient'],
  }),
  qwen3({
    id: 'qwen3-235b-a22b',
    name: 'Qwen3 235B-A22B',
    groups: full(94),
    dims: heads(4096, 64, 4, 128),
    parameters: nominal(235, 22),
    sources: [config('Qwen3-235B-A22B')],
    caveats: ['mixtureOfExperts', 'headDimNotQuotient'],
  }),
  published({
    id: 'qwen3-coder-480b',
    name: 'Qwen3-Coder 480B-A35B',
    groups: full(62),
    dims: heads(6144, 96, 8, 128),
    conventions: { ...rotated(1e7), headNorm: true },
    maxContext: 262144,
    parameters: nominal(480, 35),
    sources: [
      config('Qwen3-Coder-480B-A35B-Instruct'),
      `${litgptLater} Qwen3-235B-A22B (norm_qk of the architecture)`,
    ],
    caveats: ['mixtureOfExperts', 'headDimNotQuotient'],
  }),
];
