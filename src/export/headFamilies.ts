// Models with heads of keys and values whose code engines have: what each can be told by its fields, so that the one that
// says most of an attention is written.
//
// Fields and architectures as in transformers 5.18, models/*/configuration_*.py; all are in vLLM's registry of models.
// What the code does without a field is in import/modelTypes.ts, and a test holds the two together.

import type { RopeSpec } from '../attention/rope';
import type { Conventions } from '../attention/variant';
import type { Fields } from './config';

type Projections = NonNullable<Conventions['biases']>;

export interface HeadFamily {
  readonly modelType: string;
  readonly architecture: string;
  /** Which columns turn together; null where positions are learned, and fields have GPT-2's names. */
  readonly pairs: RopeSpec['pairs'] | null;
  /** Each set of projections that its code can give biases, and the fields that ask for it. */
  readonly biases: readonly { readonly on: Projections; readonly fields: Fields }[];
  /** Norms of query and key heads: always, or where the field is true. */
  readonly headNorm?: 'always' | 'use_qk_norm';
  /** Each query head has a sink. */
  readonly sinks?: boolean;
  /** It reads `attn_logit_softcapping`. */
  readonly softcap?: boolean;
  /** The field of the softmax scale: the number whose root divides scores, or the scale itself. */
  readonly scale?: 'query_pre_attn_scalar' | 'attention_multiplier';
  /** It reads `partial_rotary_factor`. */
  readonly rotatesPart?: boolean;
  /** Which layers `sliding_window` is for: every one, or those that `layer_types` lists. */
  readonly windows?: 'all' | 'listed';
  /** It reads a window only where `use_sliding_window` is true. */
  readonly switchesWindows?: boolean;
  /** Windows that it has where `layer_types` is missing. */
  readonly windowedByDefault?: boolean;
  /** Layers with a window rotate by `rope_local_base_freq`. */
  readonly localTheta?: boolean;
  /** The only kv heads that it can have, where it does not count them: `own`, each query head's; `one`, for all. */
  readonly kvHeads?: 'own' | 'one';
}

const all: Projections = ['q', 'k', 'v', 'o'];
const qkv: Projections = ['q', 'k', 'v'];

const without = { on: [], fields: {} };
const byField = (field: string, on: Projections) => [
  { on: [], fields: { [field]: false } },
  { on, fields: { [field]: true } },
];
const likeLlama = byField('attention_bias', all);
const withoutOutput = byField('attention_bias', qkv);

/** The plainest first: of those that say as much, it is the one that is written. */
export const headFamilies: readonly HeadFamily[] = [
  { modelType: 'llama', architecture: 'LlamaForCausalLM', pairs: 'half', biases: likeLlama },
  {
    modelType: 'mistral',
    architecture: 'MistralForCausalLM',
    pairs: 'half',
    biases: [without],
    windows: 'all',
  },
  {
    modelType: 'qwen2',
    architecture: 'Qwen2ForCausalLM',
    pairs: 'half',
    biases: [{ on: qkv, fields: {} }],
    windows: 'listed',
    switchesWindows: true,
  },
  {
    modelType: 'qwen3',
    architecture: 'Qwen3ForCausalLM',
    pairs: 'half',
    biases: likeLlama,
    headNorm: 'always',
    windows: 'listed',
    switchesWindows: true,
  },
  {
    modelType: 'gemma2',
    architecture: 'Gemma2ForCausalLM',
    pairs: 'half',
    biases: likeLlama,
    softcap: true,
    scale: 'query_pre_attn_scalar',
    windows: 'listed',
    windowedByDefault: true,
  },
  {
    modelType: 'gemma3_text',
    architecture: 'Gemma3ForCausalLM',
    pairs: 'half',
    biases: likeLlama,
    headNorm: 'always',
    scale: 'query_pre_attn_scalar',
    windows: 'listed',
    windowedByDefault: true,
    localTheta: true,
  },
  {
    modelType: 'gpt_oss',
    architecture: 'GptOssForCausalLM',
    pairs: 'half',
    biases: likeLlama,
    sinks: true,
    windows: 'listed',
    windowedByDefault: true,
  },
  {
    modelType: 'phi3',
    architecture: 'Phi3ForCausalLM',
    pairs: 'half',
    biases: [without],
    rotatesPart: true,
    windows: 'all',
  },
  {
    modelType: 'glm4_moe',
    architecture: 'Glm4MoeForCausalLM',
    pairs: 'half',
    biases: withoutOutput,
    headNorm: 'use_qk_norm',
    rotatesPart: true,
  },
  {
    modelType: 'granite',
    architecture: 'GraniteForCausalLM',
    pairs: 'half',
    biases: likeLlama,
    scale: 'attention_multiplier',
  },
  {
    modelType: 'ernie4_5',
    architecture: 'Ernie4_5ForCausalLM',
    pairs: 'interleaved',
    biases: byField('use_bias', all),
  },
  {
    modelType: 'glm',
    architecture: 'GlmForCausalLM',
    pairs: 'interleaved',
    biases: withoutOutput,
    rotatesPart: true,
  },
  {
    modelType: 'gpt2',
    architecture: 'GPT2LMHeadModel',
    pairs: null,
    biases: [{ on: all, fields: {} }],
    kvHeads: 'own',
  },
  {
    modelType: 'gpt_bigcode',
    architecture: 'GPTBigCodeForCausalLM',
    pairs: null,
    biases: [{ on: all, fields: { multi_query: true } }],
    kvHeads: 'one',
  },
];
