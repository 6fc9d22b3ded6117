import { expect, test } from 'vitest';
import { configs, configText } from './configs.test-support';
import { readConfig } from './readConfig';

const llama = configs['llama3.1-8b'];
const deepseek = configs['deepseek-v3'];

const problemsOf = (config: object): string[] => {
  const result = readConfig(configText(config));
  return result.kind === 'problems'
    ? result.problems.map(({ path, code }) => `${path ?? ''}: ${code}`)
    : [];
};

const without = (config: object, name: string): object =>
  Object.fromEntries(Object.entries(config).filter(([key]) => key !== name));

test.each([
  ['hidden_size', 'hidden_size: missing'],
  ['num_attention_heads', 'num_attention_heads: missing'],
  ['num_hidden_layers', 'num_hidden_layers: missing'],
])('without %s the file is incomplete', (name, problem) => {
  expect(problemsOf(without(llama, name))).toEqual([problem]);
  expect(problemsOf({ ...llama, [name]: null })).toEqual([problem]);
});

test.each(['qk_nope_head_dim', 'qk_rope_head_dim', 'v_head_dim'])(
  'a latent model without %s is incomplete',
  (name) => expect(problemsOf(without(deepseek, name))).toEqual([`${name}: missing`]),
);

test.each<[object, string]>([
  [{ num_attention_heads: '32' }, 'num_attention_heads: notNumber'],
  [{ num_attention_heads: true }, 'num_attention_heads: notNumber'],
  [{ num_attention_heads: [32, 16] }, 'num_attention_heads: list'],
  [{ num_attention_heads: {} }, 'num_attention_heads: notNumber'],
  [{ num_attention_heads: -32 }, 'num_attention_heads: outOfRange'],
  [{ num_attention_heads: 0 }, 'num_attention_heads: outOfRange'],
  [{ num_attention_heads: 32.5 }, 'num_attention_heads: notWhole'],
  [{ num_attention_heads: 1e12 }, 'num_attention_heads: outOfRange'],
  [{ num_key_value_heads: 5 }, 'num_key_value_heads: notDivisible'],
  [{ num_key_value_heads: 64 }, 'num_key_value_heads: notDivisible'],
  [{ hidden_size: 4097 }, 'head_dim: headDimFraction'],
  [{ head_dim: 127 }, 'head_dim: oddRotation'],
  [{ head_dim: 1024 }, 'head_dim: outOfRange'],
  [{ num_hidden_layers: 5000 }, 'num_hidden_layers: outOfRange'],
  [{ n_layer: 24 }, 'num_hidden_layers: conflict'],
  [{ partial_rotary_factor: 0.2 }, 'partial_rotary_factor: oddRotation'],
  [{ partial_rotary_factor: 1.5 }, 'partial_rotary_factor: outOfRange'],
  [{ rotary_dim: 256 }, 'rotary_dim: outOfRange'],
  [{ rope_theta: 0 }, 'rope_theta: outOfRange'],
  [{ rope_theta: '1e6' }, 'rope_theta: notNumber'],
  [{ rope_scaling: { type: 'linear' } }, 'rope_scaling.factor: missing'],
  [{ rope_scaling: { type: 'linear', factor: 0.5 } }, 'rope_scaling.factor: outOfRange'],
  [
    { rope_scaling: { ...llama.rope_scaling, high_freq_factor: 0.5 } },
    'rope_scaling.high_freq_factor: order',
  ],
  [{ sliding_window: '4096' }, 'sliding_window: notNumber'],
  [{ sliding_window: 0 }, 'sliding_window: outOfRange'],
  [{ sliding_window: 512, use_sliding_window: 'no' }, 'use_sliding_window: notFlag'],
  [{ layer_types: ['full_attention'] }, 'layer_types: layerCount'],
  [{ layer_types: Array.from({ length: 32 }, () => 'sideways') }, 'layer_types: layerKind'],
  [
    { layer_types: Array.from({ length: 32 }, () => 'sliding_attention') },
    'sliding_window: noWindow',
  ],
  [{ layer_types: Array.from({ length: 32 }, () => 'mamba') }, 'layer_types: noCachedLayers'],
  [{ attn_layer_indices: [3, 99] }, 'attn_layer_indices: layerIndex'],
  [{ mamba_d_state: 128 }, 'mamba_d_state: hybridUnstated'],
  [{ is_encoder_decoder: true }, 'is_encoder_decoder: encoderDecoder'],
  [{ attention_bias: 'yes' }, 'attention_bias: notFlag'],
  [{ attention_k_eq_v: true }, 'attention_k_eq_v: notPriced'],
  [{ max_position_embeddings: -1 }, 'max_position_embeddings: outOfRange'],
])('%j gives %s', (change, problem) => {
  expect(problemsOf({ ...llama, ...change })).toEqual([problem]);
});

test('heads count where a file says not to use its latent (DeepSeek-VL2)', () => {
  const language_config = {
    ...llama,
    kv_lora_rank: 512,
    qk_nope_head_dim: 0,
    qk_rope_head_dim: 0,
    use_mla: false,
    v_head_dim: 0,
  };
  expect(readConfig(configText({ language_config }))).toMatchObject({
    kind: 'model',
    model: { dims: { kvHeads: 8, headDim: 128 } },
  });
});

test('rotation turns pairs of a latent model too', () => {
  expect(problemsOf({ ...deepseek, qk_rope_head_dim: 63 })).toEqual([
    'qk_rope_head_dim: oddRotation',
  ]);
  expect(problemsOf({ ...deepseek, qk_head_dim: 128 })).toEqual(['qk_head_dim: conflict']);
});

test('an object inside another may leave out what its class has by default, so nothing is derived', () => {
  const text_config = {
    hidden_size: 3840,
    num_attention_heads: 16,
    num_hidden_layers: 48,
    num_key_value_heads: 8,
    sliding_window: 1024,
  };
  expect(problemsOf({ model_type: 'gemma3', text_config })).toEqual([
    'text_config.head_dim: missingInPart',
    'text_config.layer_types: missingInPart',
  ]);
  expect(problemsOf({ text_config: without(text_config, 'num_attention_heads') })).toContain(
    'text_config.num_attention_heads: missingInPart',
  );
});

test('a cache that is compressed along the tokens has no price (DeepSeek-V4)', () => {
  const config = { ...llama, compress_ratios: [0, 4, 128], num_key_value_heads: 1 };
  expect(problemsOf(config)).toEqual(['compress_ratios: notPriced']);
});

test('attention in an object of its own (MPT), and positions without rotation', () => {
  const mpt = {
    attn_config: { alibi: true, attn_type: 'grouped_query_attention', kv_n_heads: 8 },
    d_model: 4096,
    max_seq_len: 2048,
    n_heads: 32,
    n_layers: 32,
  };
  const result = readConfig(configText(mpt));
  expect(result).toMatchObject({
    kind: 'model',
    model: { dims: { kvHeads: 8, headDim: 128 }, conventions: { rope: null }, maxContext: 2048 },
    unknown: [{ field: { path: 'attn_config.attn_type' }, code: 'notUnderstood' }],
  });
});

test('layers that rotate by kind, and a cache in a format of its own (Laguna)', () => {
  const result = readConfig(
    configText({
      ...llama,
      sliding_window: 512,
      layer_types: Array.from({ length: 32 }, (_, i) =>
        i % 4 === 0 ? 'full_attention' : 'sliding_attention',
      ),
      rope_scaling: undefined,
      rope_theta: undefined,
      rope_parameters: {
        full_attention: {
          factor: 32,
          original_max_position_embeddings: 8192,
          partial_rotary_factor: 0.5,
          rope_theta: 500000,
          rope_type: 'yarn',
        },
        sliding_attention: { rope_theta: 10000, rope_type: 'default' },
      },
      quantization_config: { kv_cache_scheme: { num_bits: 8 }, quant_method: 'compressed-tensors' },
    }),
  );
  expect(result).toMatchObject({
    kind: 'model',
    model: {
      conventions: {
        rope: { theta: 500000, scaling: { type: 'yarn', factor: 32 } },
        rotaryDim: 64,
      },
      groups: [{ layers: 8 }, { layers: 24, window: 512, rope: { theta: 10000, scaling: null } }],
    },
    unknown: [{ field: { path: 'quantization_config.kv_cache_scheme' }, code: 'cacheScheme' }],
  });
});

test('a problem has the line and the text of its field, and the limit', () => {
  const text = configText({ ...llama, num_attention_heads: 1000 });
  const line = text.split('\n').findIndex((each) => each.includes('num_attention_heads')) + 1;
  const result = readConfig(text);
  expect(result).toEqual({
    kind: 'problems',
    problems: [
      {
        code: 'outOfRange',
        values: { path: 'num_attention_heads', value: '1000', min: 1, max: 256 },
        path: 'num_attention_heads',
        line,
        column: null,
      },
    ],
  });
});
