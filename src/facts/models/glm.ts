// GLM: GQA in 4.5, which rotates half of each head, and MLA since 4.7-Flash.

import type { Conventions } from '../../attention/variant';
import type { Model } from '../model';
import { turned } from './latent';
import { full, half, heads, paper, published } from './published';
import { hubConfigs, transformers, vime } from './sources';

const glm45: Conventions = {
  rope: half(1e6),
  rotaryDim: 64,
  normEps: 1e-5,
  biases: ['q', 'k', 'v'],
};

const readme = 'zai-org/GLM-4.5@170f20b2c1:README.md';

export const glmGroupedModels: readonly Model[] = [
  published({
    id: 'glm-4.5-air',
    name: 'GLM-4.5-Air',
    groups: full(46),
    dims: heads(4096, 96, 8, 128),
    conventions: glm45,
    maxContext: 131072,
    parameters: paper(106, 12),
    recalled: ['dtype'],
    sources: [
      readme,
      transformers('008c726d16', 'glm4_moe/configuration_glm4_moe.py'),
      `${vime}/glm4.5-106B-A12B.sh (theta, rotary-percent, biases)`,
    ],
    caveats: ['mixtureOfExperts', 'headDimNotQuotient', 'notLatent'],
  }),
  published({
    id: 'glm-4.5',
    name: 'GLM-4.5',
    groups: full(92),
    dims: heads(5120, 96, 8, 128),
    conventions: { ...glm45, headNorm: true },
    maxContext: 131072,
    parameters: paper(355, 32),
    recalled: ['dtype'],
    sources: [readme, 'zyzshishui/slime@ffec53408d:scripts/models/glm4.5-355B-A32B.sh'],
    caveats: ['mixtureOfExperts', 'headDimNotQuotient', 'notLatent'],
  }),
];

/** GLM's latent is as wide as DeepSeek's, its heads are not. */
const wide = (modelDim: number, queryHeads: number, queryRank: number) => ({
  modelDim,
  queryHeads,
  latentDim: 512,
  ropeDim: 64,
  nopeDim: 192,
  vDim: 256,
  queryRank,
});

export const glmLatentModels: readonly Model[] = [
  published({
    id: 'glm-4.7-flash',
    name: 'GLM-4.7-Flash',
    groups: full(47),
    dims: wide(2048, 20, 768),
    conventions: turned(1e6),
    maxContext: 202752,
    parameters: null,
    recalled: ['dtype'],
    sources: [
      transformers('008e574391', 'glm4_moe_lite/configuration_glm4_moe_lite.py (class defaults)'),
      `${vime}/glm4.7-30B-A3B.sh (dims again, theta)`,
    ],
    caveats: ['mixtureOfExperts', 'classDefaults', 'kvHeadsMeaningless'],
  }),
  published({
    id: 'glm-5',
    name: 'GLM-5',
    groups: full(78),
    dims: wide(6144, 64, 2048),
    conventions: turned(1e6),
    maxContext: 202752,
    parameters: null,
    sources: [
      `${hubConfigs}/zai-org--GLM-5_config.json`,
      'jd-opensource/xllm@a5ffadf5dc:xllm/models/llm/glm5.h (no stretch)',
    ],
    caveats: ['mixtureOfExperts', 'indexerKeys', 'kvHeadsMeaningless'],
  }),
];
