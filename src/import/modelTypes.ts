// What the code behind a configuration's `model_type` does without asking the file: biases, norms, sinks, rotation,
// windows. Read in transformers 5.18, models/*/{configuration,modeling}_*.py; ChatGLM's in its own repository.

import type { RopeSpec } from '../attention/rope';
import type { Conventions } from '../attention/variant';

type Projections = NonNullable<Conventions['biases']>;

export interface BiasRule {
  /** Fields that the code reads, and the projections to which each adds biases; it reads no others. */
  readonly fields: Readonly<Record<string, Projections>>;
  /** Those of `fields` that are true where the file does not have them. */
  readonly unlessFalse?: readonly string[];
  /** Projections with biases whatever the file says. */
  readonly always?: Projections;
}

export interface WindowRule {
  /** No layer has a window unless `use_sliding_window` is true. */
  readonly needsFlag: boolean;
  /** What `max_window_layers` is where the file does not have it; absent where the code does not read it. */
  readonly maxWindowLayers?: number;
  /** `fromThere`: layers from that one on have the window; `evenBelow`: every other one before it. */
  readonly which?: 'fromThere' | 'evenBelow';
}

export interface ModelType {
  readonly biases: BiasRule;
  /** RMSNorm on each query and key head before rotation, or some other norm of queries and keys. */
  readonly norm?: 'perHead' | 'other';
  /** The field that switches the norm, and what it is where the file does not have it. */
  readonly normField?: { readonly name: string; readonly usual: boolean };
  readonly sinks?: boolean;
  /** Rotates unless it says otherwise. */
  readonly positions?: 'learned' | 'alibi' | 'none';
  /** `half` where absent. */
  readonly pairs?: RopeSpec['pairs'];
  /** Base of the rotation; 10,000 where absent. */
  readonly theta?: number;
  /** Base of the windowed layers, where it is another. */
  readonly localTheta?: number;
  /** Share of a head's columns that turn; all where absent. */
  readonly fraction?: number;
  /** Epsilon of the norms inside attention; 1e-6 where absent. */
  readonly eps?: number;
  readonly window?: WindowRule;
}

const all: Projections = ['q', 'k', 'v', 'o'];
const qkv: Projections = ['q', 'k', 'v'];

/** `attention_bias` adds to every projection, as in Llama's code. */
const likeLlama: BiasRule = { fields: { attention_bias: all } };
const withoutOutput: BiasRule = { fields: { attention_bias: qkv } };
const withoutOutputUnlessFalse: BiasRule = { ...withoutOutput, unlessFalse: ['attention_bias'] };
const byUseBias: BiasRule = { fields: { use_bias: all } };
const never: BiasRule = { fields: {} };
const alwaysQkv: BiasRule = { fields: {}, always: qkv };
const always: BiasRule = { fields: {}, always: all };
/** Around the latent: q_a_proj, kv_a_proj_with_mqa and o_proj, none of which a plan gives a bias. */
const aroundLatent: BiasRule = { fields: { attention_bias: [] } };

const perHead = { norm: 'perHead' } as const;
const perHeadIfAsked = {
  norm: 'perHead',
  normField: { name: 'use_qk_norm', usual: false },
} as const;
/** LayerNorm where the field asks for it. */
const layerNorm = (name: string, usual = false) =>
  ({ norm: 'other', normField: { name, usual } }) as const;
/** RMSNorm over all heads at once. */
const acrossHeads = { norm: 'other' } as const;
const windowFrom = (maxWindowLayers: number, needsFlag = true) =>
  ({ window: { needsFlag, maxWindowLayers, which: 'fromThere' } }) as const;
const learned = { positions: 'learned' } as const;
const neighbours = { pairs: 'interleaved' } as const;
const latent = { biases: aroundLatent, ...neighbours } as const;

/** By `model_type`, without `_text` at its end. */
const byName = {
  afmoe: { biases: likeLlama, ...perHead, eps: 1e-5 },
  apertus: { biases: likeLlama, ...perHead, theta: 12e6, eps: 1e-5 },
  bloom: { biases: always, positions: 'alibi' },
  chatglm: {
    biases: { fields: { add_qkv_bias: qkv, add_bias_linear: all } },
    ...neighbours,
    fraction: 0.5,
  },
  codegen: { biases: never, ...neighbours },
  cohere: {
    biases: likeLlama,
    ...neighbours,
    ...layerNorm('use_qk_norm'),
    theta: 500000,
  },
  cohere2: { biases: likeLlama, ...neighbours },
  deepseek_v2: latent,
  deepseek_v3: latent,
  deepseek_v32: latent,
  dots1: { biases: likeLlama, ...perHead, ...windowFrom(62, false) },
  ernie4_5: { biases: byUseBias, ...neighbours, theta: 500000 },
  ernie4_5_moe: { biases: byUseBias, ...neighbours, theta: 500000 },
  exaone4: { biases: never, ...perHead, eps: 1e-5 },
  falcon: { biases: { fields: { bias: all } } },
  gemma: { biases: likeLlama },
  gemma2: { biases: likeLlama },
  gemma3: { biases: likeLlama, ...perHead, theta: 1e6, localTheta: 10000 },
  glm: { biases: withoutOutputUnlessFalse, ...neighbours, fraction: 0.5 },
  glm4: { biases: withoutOutputUnlessFalse, ...neighbours, fraction: 0.5 },
  glm4_moe: { biases: withoutOutput, ...perHeadIfAsked, fraction: 0.5, eps: 1e-5 },
  glm4_moe_lite: latent,
  glm4v: { biases: alwaysQkv, ...neighbours },
  glm4v_moe: { biases: withoutOutputUnlessFalse, fraction: 0.5 },
  glm_moe_dsa: latent,
  gpt2: { biases: always, ...learned },
  gpt_bigcode: { biases: always, ...learned },
  gpt_neo: { biases: { fields: {}, always: ['o'] }, ...learned },
  gpt_neox: {
    biases: { fields: { attention_bias: all }, unlessFalse: ['attention_bias'] },
    fraction: 0.25,
  },
  gpt_oss: {
    biases: { fields: { attention_bias: all }, unlessFalse: ['attention_bias'] },
    sinks: true,
    theta: 150000,
  },
  gptj: { biases: never, ...neighbours },
  granite: { biases: likeLlama },
  granitemoe: { biases: likeLlama },
  helium: { biases: withoutOutput, ...neighbours, theta: 100000 },
  // After rotation.
  hunyuan_v1_dense: { biases: likeLlama, norm: 'other' },
  hunyuan_v1_moe: { biases: likeLlama, norm: 'other' },
  hy_v3: { biases: likeLlama, ...perHead, theta: 11158840, eps: 1e-5 },
  jamba: { biases: never, positions: 'none' },
  kimi_linear: latent,
  lfm2: { biases: never, ...perHead, theta: 1e6, eps: 1e-5 },
  llama: { biases: likeLlama },
  // After rotation, and without weights.
  llama4: {
    biases: likeLlama,
    ...neighbours,
    norm: 'other',
    normField: { name: 'use_qk_norm', usual: true },
    theta: 500000,
  },
  longcat_flash: { ...latent, theta: 1e7 },
  mimo_v2_flash: { biases: withoutOutput },
  minicpm3: { biases: aroundLatent, pairs: 'half' },
  minimax: { biases: never, theta: 1e6 },
  minimax_m2: { biases: never, ...acrossHeads, theta: 5e6 },
  ministral: { biases: never },
  ministral3: { biases: never },
  mistral: { biases: never },
  mistral4: latent,
  mixtral: { biases: never, theta: 1e6 },
  nanochat: { biases: likeLlama, norm: 'other' },
  nemotron: { biases: likeLlama, fraction: 0.5 },
  olmo: { biases: likeLlama },
  olmo2: { biases: likeLlama, ...acrossHeads },
  olmo3: { biases: likeLlama, ...acrossHeads, theta: 500000 },
  olmoe: { biases: likeLlama, ...acrossHeads },
  opt: { biases: { fields: { enable_bias: all }, unlessFalse: ['enable_bias'] }, ...learned },
  persimmon: { biases: always, ...layerNorm('qk_layernorm', true), fraction: 0.5 },
  phi: { biases: always, ...layerNorm('qk_layernorm'), fraction: 0.5 },
  phi3: { biases: never },
  phimoe: { biases: likeLlama, theta: 1e6 },
  qwen2: { biases: alwaysQkv, ...windowFrom(28) },
  qwen2_5_vl: { biases: alwaysQkv, theta: 1e6, ...windowFrom(80) },
  qwen2_moe: {
    biases: { fields: { qkv_bias: qkv }, unlessFalse: ['qkv_bias'] },
    window: { needsFlag: true, maxWindowLayers: 28, which: 'evenBelow' },
  },
  qwen2_vl: { biases: alwaysQkv, theta: 1e6, ...windowFrom(80) },
  qwen3: { biases: likeLlama, ...perHead, ...windowFrom(28) },
  qwen3_5: { biases: likeLlama, ...perHead, fraction: 0.25 },
  qwen3_5_moe: { biases: likeLlama, ...perHead, fraction: 0.25 },
  qwen3_moe: { biases: likeLlama, ...perHead, window: { needsFlag: true } },
  qwen3_next: { biases: likeLlama, ...perHead, fraction: 0.25 },
  qwen3_vl: { biases: likeLlama, ...perHead, theta: 500000 },
  qwen3_vl_moe: { biases: likeLlama, ...perHead, theta: 500000 },
  seed_oss: {
    biases: {
      fields: { attention_bias: qkv, attention_out_bias: ['o'] },
      unlessFalse: ['attention_bias'],
    },
  },
  smollm3: { biases: likeLlama, theta: 2e6, window: { needsFlag: true } },
  stablelm: {
    biases: { fields: { use_qkv_bias: qkv } },
    ...layerNorm('qk_layernorm'),
    fraction: 0.25,
  },
  starcoder2: {
    biases: { fields: { use_bias: all }, unlessFalse: ['use_bias'] },
  },
} as const satisfies Readonly<Record<string, ModelType>>;

export const modelTypes: ReadonlyMap<string, ModelType> = new Map(Object.entries(byName));
