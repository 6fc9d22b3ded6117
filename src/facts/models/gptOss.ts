// gpt-oss: every other layer keeps 128 tokens, and each head has a learned sink.

import { yarnMscale } from '../../attention/rope';
import type { Model } from '../model';
import { alternating, half, heads, paper, published } from './published';
import { hubConfigs, transformers } from './sources';

const factor = 32;

/** A query sees 128 keys, itself included: `model.py` masks those 128 and more back. */
const gptOss = (
  size: string,
  layers: number,
  stated: Pick<Model, 'parameters'> & Partial<Pick<Model, 'experts'>>,
  source: string,
): Model =>
  published({
    ...stated,
    id: `gpt-oss-${size}`,
    name: `gpt-oss-${size}`,
    groups: alternating(layers, 128),
    dims: heads(2880, 64, 8, 64),
    conventions: {
      rope: {
        ...half(150000, {
          type: 'yarn',
          factor,
          originalMaxPosition: 4096,
          betaFast: 32,
          betaSlow: 1,
          truncate: false,
        }),
        cosSinScale: yarnMscale(factor, 1),
      },
      normEps: 1e-5,
      biases: ['q', 'k', 'v', 'o'],
      sinks: true,
    },
    maxContext: 131072,
    sources: [
      `${hubConfigs}/openai--gpt-oss-${size}_config.json`,
      'openai/gpt-oss@7b583341fe:README.md',
      source,
    ],
    caveats: ['mixtureOfExperts', 'mxfp4Experts', 'sinks', 'headDimNotQuotient', 'enginesKeepAll'],
  });

export const gptOssModels: readonly Model[] = [
  gptOss(
    '20b',
    24,
    { parameters: paper(21, 3.6) },
    'openai/gpt-oss@7b583341fe:gpt_oss/torch/model.py (even layers windowed)',
  ),
  gptOss(
    '120b',
    36,
    { parameters: paper(117, 5.1), experts: { count: 128, perToken: 4 } },
    transformers('02b8f42b42', 'gpt_oss/configuration_gpt_oss.py'),
  ),
];
