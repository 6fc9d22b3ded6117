// Published models with MHA, GQA or MQA.

import type { RopeScaling, RopeSpec } from '../../attention/rope';
import type { Conventions } from '../../attention/variant';
import { factsDate, type Model } from '../model';

const litgpt = 'Lightning-AI/litgpt@26857050fe:litgpt/config.py';
const litgptScaling = 'Lightning-AI/litgpt@0006c973aa:litgpt/config.py rope_adjustments';
const mlc = 'mlc-ai/mlc-llm@79d603f085:python/mlc_llm/model/model_preset.py';
const maxtext = 'AI-Hypercomputer/maxtext@e591f30cbb:src/maxtext/configs/models';
const hubConfigs =
  'ai-dynamo/aiconfigurator@095f58a51c:aic-core/src/aiconfigurator_core/model_configs';

/** Half-split rotation of the whole head: how these checkpoints are laid out on Hugging Face and in litgpt. */
const half = (theta: number, scaling: RopeScaling | null = null): RopeSpec => ({
  pairs: 'half',
  theta,
  scaling,
  cosSinScale: 1,
});

/** No normalization lies inside these models' attention, so the epsilon is never read. */
const rotated = (rope: RopeSpec): Conventions => ({ rope, normEps: 1e-6 });

const llama3Scaling = (factor: number): RopeScaling => ({
  type: 'llama3',
  factor,
  originalMaxPosition: 8192,
  lowFreqFactor: 1,
  highFreqFactor: 4,
});

const qwenConventions: Conventions = { ...rotated(half(1e6)), biases: ['q', 'k', 'v'] };

export const groupedModels: readonly Model[] = [
  {
    id: 'llama2-7b',
    name: 'Llama-2 7B',
    layers: 32,
    dims: { modelDim: 4096, queryHeads: 32, kvHeads: 32, headDim: 128 },
    conventions: rotated(half(10000)),
    maxContext: 4096,
    dtype: 'float16',
    parameters: { count: 6.738e9, basis: 'computed' },
    status: 'verified',
    recalled: [],
    sources: [
      `${mlc} llama2_7b`,
      `${litgpt} Llama-2-7b-hf`,
      `${maxtext}/llama2-7b.yml`,
      'meta-llama/llama@689c7f261b:MODEL_CARD.md (4k context)',
    ],
    date: factsDate,
    caveats: ['contextIn2048Preset'],
  },
  {
    id: 'opt-13b',
    name: 'OPT-13B',
    layers: 40,
    dims: { modelDim: 5120, queryHeads: 40, kvHeads: 40, headDim: 128 },
    conventions: { rope: null, normEps: 1e-6, biases: ['q', 'k', 'v', 'o'] },
    maxContext: 2048,
    dtype: 'float16',
    parameters: { count: 13e9, basis: 'nominal' },
    status: 'verified',
    recalled: [],
    sources: [
      'Kwon et al. 2023, arXiv:2309.06180, section 3 (hidden size, layers, context)',
      'huggingface.co/jamesdborin/opt-13b-base-4bit-AWQ config.json of facebook/opt-13b (heads, biases, dtype)',
    ],
    date: factsDate,
    caveats: ['learnedPositions', 'headDimDerived'],
  },
  {
    id: 'falcon-7b',
    name: 'Falcon-7B',
    layers: 32,
    dims: { modelDim: 4544, queryHeads: 71, kvHeads: 1, headDim: 64 },
    conventions: rotated(half(10000)),
    maxContext: 2048,
    dtype: 'bfloat16',
    // The count supposes that input and output embeddings are tied, which is recalled.
    parameters: { count: 6.921e9, basis: 'computed' },
    status: 'verified',
    recalled: ['dtype', 'parameters'],
    sources: [
      `${litgpt} falcon-7b (n_query_groups=1)`,
      'huggingface/transformers@055855363e:src/transformers/models/falcon/configuration_falcon.py (multi_query)',
    ],
    date: factsDate,
    caveats: ['kvHeadsMisread'],
  },
  {
    id: 'tinyllama-1.1b',
    name: 'TinyLlama 1.1B',
    layers: 22,
    dims: { modelDim: 2048, queryHeads: 32, kvHeads: 4, headDim: 64 },
    conventions: rotated(half(10000)),
    maxContext: 2048,
    dtype: 'bfloat16',
    parameters: { count: 1.1e9, basis: 'computed' },
    status: 'verified',
    recalled: [],
    sources: [`${mlc} tinyllama_1b_chat_v1.0`, `${litgpt} tiny-llama-1.1b`],
    date: factsDate,
    caveats: [],
  },
  {
    id: 'llama3.2-1b',
    name: 'Llama-3.2 1B',
    layers: 16,
    dims: { modelDim: 2048, queryHeads: 32, kvHeads: 8, headDim: 64 },
    conventions: rotated(half(500000, llama3Scaling(32))),
    maxContext: 131072,
    dtype: 'bfloat16',
    parameters: { count: 1.236e9, basis: 'computed' },
    status: 'verified',
    recalled: [],
    sources: [`${mlc} llama3_2_1b`, `${litgptScaling} Llama-3.2-1B`],
    date: factsDate,
    caveats: [],
  },
  {
    id: 'qwen2.5-7b',
    name: 'Qwen2.5 7B',
    layers: 28,
    dims: { modelDim: 3584, queryHeads: 28, kvHeads: 4, headDim: 128 },
    conventions: qwenConventions,
    maxContext: 131072,
    dtype: 'bfloat16',
    parameters: { count: 7.616e9, basis: 'computed' },
    status: 'verified',
    recalled: [],
    sources: [
      `${litgpt} Qwen2.5-7B (attn_bias)`,
      `${maxtext}/qwen2.5-7b.yml`,
      `${mlc} qwen2_7b (use_sliding_window False)`,
    ],
    date: factsDate,
    caveats: ['instructContext'],
  },
  {
    id: 'llama3.1-8b',
    name: 'Llama-3.1 8B',
    layers: 32,
    dims: { modelDim: 4096, queryHeads: 32, kvHeads: 8, headDim: 128 },
    conventions: rotated(half(500000, llama3Scaling(8))),
    maxContext: 131072,
    dtype: 'bfloat16',
    parameters: { count: 8.03e9, basis: 'computed' },
    status: 'verified',
    recalled: [],
    sources: [
      `${hubConfigs}/meta-llama--Meta-Llama-3.1-8B_config.json`,
      `${mlc} llama3_1_8b`,
      `${litgptScaling} Llama-3.1-8B`,
    ],
    date: factsDate,
    caveats: [],
  },
  {
    id: 'llama2-70b',
    name: 'Llama-2 70B',
    layers: 80,
    dims: { modelDim: 8192, queryHeads: 64, kvHeads: 8, headDim: 128 },
    conventions: rotated(half(10000)),
    maxContext: 4096,
    dtype: 'float16',
    parameters: { count: 68.977e9, basis: 'computed' },
    status: 'verified',
    recalled: [],
    sources: [`${mlc} llama2_70b`, `${litgpt} Llama-2-70b-hf`, `${maxtext}/llama2-70b.yml`],
    date: factsDate,
    caveats: [],
  },
  {
    id: 'qwen2.5-72b',
    name: 'Qwen2.5 72B',
    layers: 80,
    dims: { modelDim: 8192, queryHeads: 64, kvHeads: 8, headDim: 128 },
    conventions: qwenConventions,
    maxContext: 131072,
    dtype: 'bfloat16',
    parameters: { count: 72.706e9, basis: 'computed' },
    status: 'verified',
    recalled: ['dtype'],
    sources: [
      `${litgpt} Qwen2.5-72B (attn_bias)`,
      'Zhao et al. 2025, arXiv:2505.09343, table 1 (cache per token)',
    ],
    date: factsDate,
    caveats: [],
  },
  {
    id: 'llama3.1-405b',
    name: 'Llama-3.1 405B',
    layers: 126,
    dims: { modelDim: 16384, queryHeads: 128, kvHeads: 8, headDim: 128 },
    conventions: rotated(half(500000, llama3Scaling(8))),
    maxContext: 131072,
    dtype: 'bfloat16',
    parameters: { count: 405.853e9, basis: 'computed' },
    status: 'verified',
    recalled: [],
    sources: [
      `${hubConfigs}/meta-llama--Meta-Llama-3.1-405B_config.json`,
      `${litgpt} Llama-3.1-405B`,
      `${litgptScaling} Llama-3.1-405B`,
      'Zhao et al. 2025, arXiv:2505.09343, table 1 (cache per token)',
    ],
    date: factsDate,
    caveats: [],
  },
];
