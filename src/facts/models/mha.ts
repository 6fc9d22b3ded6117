// Published models with MHA.

import type { Conventions } from '../../attention/variant';
import type { Model } from '../model';
import { computed, full, heads, nominal, paper, published, rotated } from './published';
import { litgpt, maxtext, mlc, transformers } from './sources';

/** Learned positions and biases everywhere, as in GPT-2. */
const learned: Conventions = { rope: null, normEps: 1e-6, biases: ['q', 'k', 'v', 'o'] };

export const mhaModels: readonly Model[] = [
  published({
    id: 'gpt2-small',
    name: 'GPT-2 small',
    groups: full(12),
    dims: heads(768, 12, 12, 64),
    conventions: learned,
    maxContext: 1024,
    dtype: 'float32',
    parameters: computed(0.124),
    recalled: ['dtype'],
    sources: [
      `${mlc} gpt2`,
      transformers('01ae98ae', 'gpt2/configuration_gpt2.py (defaults)'),
      transformers('0010f60284', 'gpt2/modeling_gpt2.py (biases)'),
    ],
    caveats: ['learnedPositions'],
  }),
  published({
    id: 'llama2-7b',
    name: 'Llama-2 7B',
    groups: full(32),
    dims: heads(4096, 32, 32, 128),
    conventions: rotated(10000),
    maxContext: 4096,
    dtype: 'float16',
    parameters: computed(6.738),
    sources: [
      `${mlc} llama2_7b`,
      `${litgpt} Llama-2-7b-hf`,
      `${maxtext}/llama2-7b.yml`,
      'meta-llama/llama@689c7f261b:MODEL_CARD.md (4k context)',
    ],
    caveats: ['contextIn2048Preset'],
  }),
  published({
    id: 'llama2-13b',
    name: 'Llama-2 13B',
    groups: full(40),
    dims: heads(5120, 40, 40, 128),
    conventions: rotated(10000),
    maxContext: 4096,
    dtype: 'float16',
    parameters: computed(13.016),
    sources: [`${mlc} llama2_13b`, `${litgpt} Llama-2-13b-hf`, `${maxtext}/llama2-13b.yml`],
  }),
  published({
    id: 'phi3-mini',
    name: 'Phi-3-mini 4K',
    groups: [{ layers: 32, window: 2047 }],
    dims: heads(3072, 32, 32, 96),
    conventions: rotated(10000),
    maxContext: 4096,
    parameters: computed(3.821),
    recalled: ['windows'],
    sources: [`${litgpt} Phi-3-mini-4k-instruct`, `${mlc} phi-3_5`],
    caveats: ['windowOffByOne', 'longerVariants', 'enginesKeepAll'],
  }),
  published({
    id: 'opt-13b',
    name: 'OPT-13B',
    groups: full(40),
    dims: heads(5120, 40, 40, 128),
    conventions: learned,
    maxContext: 2048,
    dtype: 'float16',
    parameters: nominal(13),
    sources: [
      'Kwon et al. 2023, arXiv:2309.06180, section 3 (hidden size, layers, context)',
      'huggingface.co/jamesdborin/opt-13b-base-4bit-AWQ config.json of facebook/opt-13b (heads, biases, dtype)',
    ],
    caveats: ['learnedPositions', 'headDimDerived'],
  }),
  published({
    id: 'gpt3-175b',
    name: 'GPT-3 175B',
    groups: full(96),
    dims: heads(12288, 96, 96, 128),
    conventions: learned,
    maxContext: 2048,
    dtype: 'float16',
    parameters: paper(175),
    recalled: ['dtype'],
    sources: [
      'Brown et al. 2020, arXiv:2005.14165, table 2.1, section 2.1 (as GPT-2)',
      `${maxtext}/gpt3-175b.yml`,
      'openai/gpt-3 README (2048 token samples)',
    ],
    caveats: ['bandedLayers', 'learnedPositions'],
  }),
];
