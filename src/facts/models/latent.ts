// Published models with MLA.

import { yarnMscale, type RopeSpec } from '../../attention/rope';
import type { Conventions } from '../../attention/variant';
import { factsDate, type Model } from '../model';

const inference = 'deepseek-ai/DeepSeek-V3@9b4e9788e4:inference';
const report = 'deepseek-ai/DeepSeek-V2@ec98ee3cbf:deepseek-v2-tech-report.pdf';

const factor = 40;

/** All three stretch 4,096 positions by 40 and rotate neighbours, as in DeepSeek-V3's own `model.py`. */
const rope: RopeSpec = {
  pairs: 'interleaved',
  theta: 10000,
  scaling: { type: 'yarn', factor, originalMaxPosition: 4096, betaFast: 32, betaSlow: 1 },
  cosSinScale: 1,
};

/** `mscale` differs between the models; it acts on the softmax scale alone. */
const conventions = (mscale: number): Conventions => ({
  rope,
  scaleFactor: yarnMscale(factor, mscale) ** 2,
  normEps: 1e-6,
});

export const latentModels: readonly Model[] = [
  {
    id: 'deepseek-v2-lite',
    name: 'DeepSeek-V2-Lite',
    layers: 27,
    dims: {
      modelDim: 2048,
      queryHeads: 16,
      latentDim: 512,
      ropeDim: 64,
      nopeDim: 128,
      vDim: 128,
      queryRank: 0,
    },
    conventions: conventions(0.707),
    maxContext: 163840,
    dtype: 'bfloat16',
    parameters: { count: 15.7e9, basis: 'paper' },
    status: 'verified',
    recalled: [],
    sources: [
      `${inference}/configs/config_16B.json`,
      `${report} appendix B.1`,
      'mlc-ai/mlc-llm@79d603f085:python/mlc_llm/model/model_preset.py deepseek_v2_lite',
      'fxmeng/TransMLA@9c0d25458a:clover/models/deepseek_v2_lite/config.json',
    ],
    date: factsDate,
    caveats: ['mixtureOfExperts', 'kvHeadsMeaningless', 'advertisedContext'],
  },
  {
    id: 'deepseek-v2',
    name: 'DeepSeek-V2',
    layers: 60,
    dims: {
      modelDim: 5120,
      queryHeads: 128,
      latentDim: 512,
      ropeDim: 64,
      nopeDim: 128,
      vDim: 128,
      queryRank: 1536,
    },
    conventions: conventions(0.707),
    maxContext: 163840,
    dtype: 'bfloat16',
    parameters: { count: 236e9, basis: 'paper' },
    status: 'verified',
    recalled: ['dtype'],
    sources: [
      `${inference}/configs/config_236B.json`,
      `${report} section 3.1.2`,
      'AI-Hypercomputer/maxtext@e591f30cbb:src/maxtext/configs/models/deepseek2-236b.yml',
      'huggingface.co/deepseek-ai/DeepSeek-V2-Chat@f1e9ce2c2c config.json (rope_scaling)',
    ],
    date: factsDate,
    caveats: ['mixtureOfExperts', 'kvHeadsMeaningless', 'advertisedContext'],
  },
  {
    id: 'deepseek-v3',
    name: 'DeepSeek-V3 / R1',
    layers: 61,
    dims: {
      modelDim: 7168,
      queryHeads: 128,
      latentDim: 512,
      ropeDim: 64,
      nopeDim: 128,
      vDim: 128,
      queryRank: 1536,
    },
    conventions: conventions(1),
    maxContext: 163840,
    dtype: 'float8',
    parameters: { count: 671e9, basis: 'paper' },
    status: 'verified',
    recalled: [],
    sources: [
      'ai-dynamo/aiconfigurator@095f58a51c:aic-core/src/aiconfigurator_core/model_configs/deepseek-ai--DeepSeek-V3_config.json',
      `${inference}/configs/config_671B.json`,
      'deepseek-ai/DeepSeek-V3@4c2fdb8:DeepSeek_V3.pdf',
      'gitcode.com/cann/cann-recipes-train deepseek config.json (mscale)',
    ],
    date: factsDate,
    caveats: [
      'mixtureOfExperts',
      'fp8Weights',
      'mtpLayer',
      'kvHeadsMeaningless',
      'advertisedContext',
    ],
  },
];
