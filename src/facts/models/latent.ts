// Published models with MLA.

import type { NativeDims } from '../../attention/propose';
import { yarnMscale, type RopeSpec } from '../../attention/rope';
import { plainConventions, type Conventions } from '../../attention/variant';
import type { Model } from '../model';
import { full, paper, published } from './published';
import { hubConfigs, maxtext, mlc, transformers } from './sources';

/** DeepSeek-V2's widths, which most others took over; `queryRank` is 0 where queries are not compressed. */
export const latent = (modelDim: number, queryHeads: number, queryRank: number): NativeDims => ({
  modelDim,
  queryHeads,
  latentDim: 512,
  ropeDim: 64,
  nopeDim: 128,
  vDim: 128,
  queryRank,
});

/** The shared key turns neighbours, as in DeepSeek-V3's own `model.py`. */
const neighbours = (theta: number, scaling: RopeSpec['scaling'] = null): RopeSpec => ({
  pairs: 'interleaved',
  theta,
  scaling,
  cosSinScale: 1,
});

/** No stretch. */
export const turned = (theta: number, normEps = 1e-5): Conventions => ({
  rope: neighbours(theta),
  normEps,
});

/** YaRN over 4,096 positions; `mscale` acts on the softmax scale alone. */
const stretched = (theta: number, factor: number, mscale: number, betaFast = 32): Conventions => ({
  rope: neighbours(theta, {
    type: 'yarn',
    factor,
    originalMaxPosition: 4096,
    betaFast,
    betaSlow: 1,
  }),
  scaleFactor: yarnMscale(factor, mscale) ** 2,
  normEps: 1e-6,
});

const inference = 'deepseek-ai/DeepSeek-V3@9b4e9788e4:inference';
const report = 'deepseek-ai/DeepSeek-V2@ec98ee3cbf:deepseek-v2-tech-report.pdf';

const deepseekModels: readonly Model[] = [
  published({
    id: 'deepseek-v2-lite',
    name: 'DeepSeek-V2-Lite',
    groups: full(27),
    dims: latent(2048, 16, 0),
    conventions: stretched(10000, 40, 0.707),
    maxContext: 163840,
    parameters: paper(15.7, 2.4),
    experts: { count: 64, perToken: 6 },
    sources: [
      `${inference}/configs/config_16B.json`,
      `${report} appendix B.1`,
      `${mlc} deepseek_v2_lite`,
      'fxmeng/TransMLA@9c0d25458a:clover/models/deepseek_v2_lite/config.json',
    ],
    caveats: ['mixtureOfExperts', 'kvHeadsMeaningless', 'advertisedContext'],
  }),
  published({
    id: 'deepseek-v2',
    name: 'DeepSeek-V2',
    groups: full(60),
    dims: latent(5120, 128, 1536),
    conventions: stretched(10000, 40, 0.707),
    maxContext: 163840,
    parameters: paper(236, 21),
    experts: { count: 160, perToken: 6 },
    recalled: ['dtype'],
    sources: [
      `${inference}/configs/config_236B.json`,
      `${report} section 3.1.2`,
      `${maxtext}/deepseek2-236b.yml`,
      'huggingface.co/deepseek-ai/DeepSeek-V2-Chat@f1e9ce2c2c config.json (rope_scaling)',
    ],
    caveats: ['mixtureOfExperts', 'kvHeadsMeaningless', 'advertisedContext'],
  }),
  published({
    id: 'deepseek-v3',
    name: 'DeepSeek-V3 / R1',
    groups: full(61),
    dims: latent(7168, 128, 1536),
    conventions: stretched(10000, 40, 1),
    maxContext: 163840,
    dtype: 'float8',
    parameters: paper(671, 37),
    experts: { count: 256, perToken: 8 },
    sources: [
      `${hubConfigs}/deepseek-ai--DeepSeek-V3_config.json`,
      `${inference}/configs/config_671B.json`,
      'deepseek-ai/DeepSeek-V3@4c2fdb8:DeepSeek_V3.pdf',
      'gitcode.com/cann/cann-recipes-train deepseek config.json (mscale)',
    ],
    caveats: [
      'mixtureOfExperts',
      'fp8Weights',
      'mtpLayer',
      'kvHeadsMeaningless',
      'advertisedContext',
    ],
  }),
  published({
    id: 'deepseek-v3.2',
    name: 'DeepSeek-V3.2',
    groups: full(61),
    dims: latent(7168, 128, 1536),
    conventions: stretched(10000, 40, 1),
    maxContext: 163840,
    dtype: 'float8',
    parameters: null,
    recalled: ['parameters'],
    sources: [
      `${hubConfigs}/deepseek-ai--DeepSeek-V3.2_config.json`,
      'deepseek-ai/DeepSeek-V3.2-Exp@6d8cb70dfd:inference/model.py (YaRN)',
    ],
    caveats: ['mixtureOfExperts', 'fp8Weights', 'indexerKeys', 'kvHeadsMeaningless'],
  }),
];

const otherModels: readonly Model[] = [
  published({
    id: 'youtu-llm-2b',
    name: 'Youtu-LLM-2B',
    groups: full(32),
    dims: latent(2048, 16, 1536),
    conventions: turned(100000, 1e-6),
    maxContext: 131072,
    parameters: null,
    sources: ['fxmeng/TransMLA@9c0d25458a:BISA/examples/Youtu-LLM-2B-Base-DSA/config.json'],
    caveats: ['modifiedCopy', 'kvHeadsMeaningless'],
  }),
  published({
    id: 'minicpm3-4b',
    name: 'MiniCPM3-4B',
    groups: full(62),
    dims: {
      modelDim: 2560,
      queryHeads: 40,
      latentDim: 256,
      ropeDim: 32,
      nopeDim: 64,
      vDim: 64,
      queryRank: 768,
    },
    conventions: { ...plainConventions, normEps: 1e-5 },
    maxContext: 32768,
    parameters: null,
    recalled: ['conventions', 'dtype', 'parameters'],
    sources: [transformers('008e574391', 'minicpm3/configuration_minicpm3.py (defaults)')],
    caveats: ['smallLatent', 'longRope', 'thetaRecalled', 'kvHeadsMeaningless'],
  }),
  published({
    id: 'longcat-flash',
    name: 'LongCat-Flash',
    groups: full(56),
    dims: latent(6144, 64, 1536),
    conventions: turned(1e7),
    maxContext: 131072,
    parameters: null,
    recalled: ['dtype', 'parameters'],
    sources: [
      transformers(
        '008e574391',
        'longcat_flash/configuration_longcat_flash.py (num_hidden_layers 56)',
      ),
      transformers(
        '0469a353b5',
        'longcat_flash/modular_longcat_flash.py (rotation, scaled latents)',
      ),
    ],
    caveats: ['mixtureOfExperts', 'twoPerBlock', 'latentScaling'],
  }),
  published({
    id: 'kimi-k2',
    name: 'Kimi-K2',
    groups: full(61),
    dims: latent(7168, 64, 1536),
    conventions: stretched(50000, 32, 1, 1),
    maxContext: 131072,
    parameters: paper(1000, 32),
    experts: { count: 384, perToken: 8 },
    sources: [
      `${hubConfigs}/moonshotai--Kimi-K2-Instruct_config.json`,
      `${maxtext}/kimi-k2-1t.yml`,
      'MoonshotAI/Kimi-K2@c6157be853:README.md',
      'zyzshishui/slime@34bba0b8fc:scripts/models/kimi-k2.sh (mscale)',
      'ParagEkbote/hf-model-inspector:model_inspection_report.md (beta_fast, beta_slow of Kimi-K2-Instruct-0905)',
    ],
    caveats: ['mixtureOfExperts', 'halfTheHeads', 'kvHeadsMeaningless'],
  }),
  published({
    id: 'kimi-k3',
    name: 'Kimi-K3',
    groups: full(24),
    dims: latent(7168, 96, 1536),
    conventions: { rope: null, normEps: 1e-6 },
    maxContext: 1048576,
    parameters: null,
    recalled: ['conventions'],
    sources: [`${hubConfigs}/moonshotai--Kimi-K3_config.json (full_attn_layers)`],
    caveats: ['mixtureOfExperts', 'linearLayers', 'upperBound', 'mxfp4Experts'],
  }),
];

/** A published model whose keys and values were made latent; context and rotation are its base's. */
const converted = (
  id: string,
  name: string,
  layers: number,
  modelDim: number,
  queryHeads: number,
  maxContext: number,
): Model =>
  published({
    id: `transmla-${id}`,
    name: `TransMLA ${name}`,
    groups: full(layers),
    dims: latent(modelDim, queryHeads, 0),
    conventions: plainConventions,
    maxContext,
    parameters: null,
    recalled: ['dims', 'conventions', 'maxContext'],
    sources: ['fxmeng/TransMLA@9c0d25458a:transmla/README.md (kv-lora-rank and qk-mqa-dim)'],
    caveats: ['converted'],
  });

export const latentModels: readonly Model[] = [
  ...deepseekModels,
  ...otherModels,
  converted('llama-2-7b', 'Llama-2-7B', 32, 4096, 32, 4096),
  converted('llama-3-8b', 'Llama-3-8B', 32, 4096, 32, 8192),
  converted('qwen2.5-7b', 'Qwen2.5-7B', 28, 3584, 28, 131072),
  converted('qwen2.5-72b', 'Qwen2.5-72B', 80, 8192, 64, 131072),
];
