// Published models with MQA.

import { plainConventions } from '../../attention/variant';
import type { Model } from '../model';
import { gemma3 } from './gemma';
import { computed, full, heads, paper, published, rotated } from './published';
import { litgpt, mlc, transformers } from './sources';

export const mqaModels: readonly Model[] = [
  gemma3({
    id: 'gemma3-1b',
    name: 'Gemma 3 1B',
    windowed: 22,
    whole: 4,
    window: 512,
    scaling: null,
    dims: heads(1152, 4, 1, 256),
    maxContext: 32768,
    parameters: computed(1.0),
    sources: [`${mlc} gemma3_1b_it`, `${litgpt} Gemma-3-1b-it`],
    caveats: ['lastLayersWindowed', 'contextByReader'],
  }),
  published({
    id: 'gemma-2b',
    name: 'Gemma 2B',
    groups: full(18),
    dims: heads(2048, 8, 1, 256),
    conventions: rotated(10000),
    maxContext: 8192,
    parameters: computed(2.506),
    sources: [`${mlc} gemma_2b`, `${litgpt} Gemma-2b`],
  }),
  published({
    id: 'falcon-7b',
    name: 'Falcon-7B',
    groups: full(32),
    dims: heads(4544, 71, 1, 64),
    conventions: rotated(10000),
    maxContext: 2048,
    // The count supposes that input and output embeddings are tied, which is recalled.
    parameters: computed(6.921),
    recalled: ['dtype', 'parameters'],
    sources: [
      `${litgpt} falcon-7b (n_query_groups=1)`,
      transformers('055855363e', 'falcon/configuration_falcon.py (multi_query)'),
    ],
    caveats: ['kvHeadsMisread'],
  }),
  published({
    id: 'starcoder-15b',
    name: 'StarCoder 15.5B',
    groups: full(40),
    dims: heads(6144, 48, 1, 128),
    conventions: { rope: null, normEps: 1e-6, biases: ['q', 'k', 'v', 'o'] },
    maxContext: 8192,
    dtype: 'float16',
    parameters: paper(15.5),
    recalled: ['dtype'],
    sources: [
      'a listing of WizardCoder-15B’s configuration (layers, heads, width, multi_query, positions)',
      'cerebras-training.mintlify.app StarCoder page (15.5B, MQA, 8K)',
      transformers('05ff2e98e4', 'gpt_bigcode/configuration_gpt_bigcode.py (multi_query)'),
      transformers('0057454458', 'gpt_bigcode/modeling_gpt_bigcode.py (biases)'),
    ],
    caveats: ['multiQuery', 'learnedPositions'],
  }),
  published({
    id: 'palm-540b',
    name: 'PaLM 540B',
    groups: full(118),
    dims: heads(18432, 48, 1, 256),
    conventions: plainConventions,
    maxContext: 2048,
    parameters: paper(540.35),
    recalled: ['conventions', 'maxContext', 'dtype'],
    sources: [
      'Chowdhery et al. 2022, arXiv:2204.02311, table 1',
      'lucidrains/PaLM-pytorch@7164d13d5a:README.md',
    ],
    caveats: ['headDimNotQuotient', 'thetaUnknown'],
  }),
];
