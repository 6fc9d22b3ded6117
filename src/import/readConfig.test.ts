import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proposeDims } from '../attention/propose';
import { modeFor } from '../attention/variant';
import { nativeVariant, variants } from '../attention/variants';
import { servingRanges } from '../state/serving';
import { configIds, configs, configText } from './configs.test-support';
import { layerRange } from './layers';
import { readConfig } from './readConfig';
import type { ImportResult } from './model';

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

test('heads of other sizes in windowed layers have no price', () => {
  const mimo = {
    ...llama,
    hybrid_layer_pattern: Array.from({ length: 32 }, (_, i) => Number(i % 6 !== 5)),
    sliding_window: 128,
    swa_num_key_value_heads: 4,
  };
  expect(problemsOf(mimo)).toEqual(['swa_num_key_value_heads: sizesDiffer']);
  expect(problemsOf({ ...mimo, swa_num_key_value_heads: 8 })).toEqual([]);
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

test('chunks without a word on which layers have them are no guess (Llama 4)', () => {
  const text_config = {
    attention_chunk_size: 8192,
    head_dim: 128,
    hidden_size: 5120,
    max_position_embeddings: 10485760,
    num_attention_heads: 40,
    num_hidden_layers: 48,
    num_key_value_heads: 8,
    rope_scaling: { ...llama.rope_scaling, factor: 16, high_freq_factor: 1 },
    rope_theta: 500000,
  };
  expect(problemsOf({ text_config })).toEqual(['text_config.layer_types: missingInPart']);
  const no_rope_layers = Array.from({ length: 48 }, (_, i) => Number((i + 1) % 4 !== 0));
  expect(readConfig(configText({ text_config: { ...text_config, no_rope_layers } }))).toMatchObject(
    {
      kind: 'model',
      model: { groups: [{ layers: 12 }, { layers: 36, window: 8192 }] },
    },
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

describe('layers that keep less, or nothing', () => {
  const groupsOf = (change: object) => {
    const result = readConfig(configText({ ...llama, ...change }));
    return result.kind === 'model' ? result.model.groups : result.problems;
  };
  const repeat = (pattern: readonly string[]) =>
    Array.from({ length: 32 }, (_, i) => pattern[i % pattern.length]);

  test.each<[string, object, object[]]>([
    [
      'a list of kinds',
      { layer_types: repeat(['linear_attention', 'full_attention']) },
      [{ layers: 16 }],
    ],
    [
      'letters of a hybrid',
      { hybrid_override_pattern: 'M-M*'.repeat(8), mamba_num_heads: 4 },
      [{ layers: 8 }],
    ],
    [
      'the layers that attend',
      { attn_layer_indices: [9, 18, 27], mamba_d_state: 128 },
      [{ layers: 3 }],
    ],
    [
      'a period',
      { attn_layer_period: 8, attn_layer_offset: 4, mamba_d_state: 16 },
      [{ layers: 4 }],
    ],
    [
      'a pattern of blocks',
      { block_types: ['recurrent', 'recurrent', 'attention'], attention_window_size: 2048 },
      [{ layers: 10, window: 2048 }],
    ],
    [
      'letters of windows',
      { sliding_window: 4096, sliding_window_pattern: 'LLLG' },
      [{ layers: 8 }, { layers: 24, window: 4096 }],
    ],
    [
      'the first layers see all',
      { sliding_window: 4096, use_sliding_window: true, max_window_layers: 20 },
      [{ layers: 20 }, { layers: 12, window: 4096 }],
    ],
    [
      'chunks',
      {
        layer_types: repeat([
          'chunked_attention',
          'chunked_attention',
          'chunked_attention',
          'full_attention',
        ]),
        attention_chunk_size: 8192,
      },
      [{ layers: 8 }, { layers: 24, window: 8192 }],
    ],
    ['layers that share caches', { use_cla: true, cla_share_factor: 2 }, [{ layers: 16 }]],
    ['last layers without a cache', { num_kv_shared_layers: 12 }, [{ layers: 20 }]],
    [
      'the mixed cache of Gemma 2',
      { sliding_window: 4096, cache_implementation: 'hybrid' },
      [{ layers: 16 }, { layers: 16, window: 4096 }],
    ],
    [
      'layers listed for further tokens',
      {
        layer_types: [...repeat(['full_attention']), 'full_attention'],
        num_nextn_predict_layers: 1,
      },
      [{ layers: 32 }],
    ],
  ])('%s', (_, change, groups) => expect(groupsOf(change)).toEqual(groups));

  test('blocks of two attentions count twice where the file says so', () => {
    const longcat = configs['longcat-flash'];
    const result = readConfig(configText({ ...longcat, num_hidden_layers: 56 }));
    expect(result).toMatchObject({ kind: 'model', model: { groups: [{ layers: 56 }] } });
  });
});

test('as many layers as the page can serve', () => {
  expect(layerRange).toEqual(servingRanges.layers);
});

/** A result is problems, or a model that its own variant accepts, with numbers throughout. */
function sound(result: ImportResult): void {
  if (result.kind === 'problems') {
    expect(result.problems.length).toBeGreaterThan(0);
    return;
  }
  const { model, readings } = result;
  expect(nativeVariant(model.dims).problems(proposeDims(model.dims))).toEqual([]);
  for (const { layers, window = 1 } of model.groups) {
    expect(Number.isInteger(layers) && layers >= 1 && Number.isInteger(window) && window >= 1).toBe(
      true,
    );
  }
  // Every variant that accepts the sizes can be planned with what the file says besides.
  const dims = proposeDims(model.dims);
  const { conventions } = model;
  for (const variant of variants.filter((each) => each.problems(dims).length === 0)) {
    const mode = modeFor(variant, 'decode');
    variant.plan(dims, { phase: 'decode', mode, conventions });
  }
  // What is not finite turns into null.
  expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  for (const { value } of readings) expect(value).not.toBeNaN();
}

const anyJson = fc.jsonValue({ maxDepth: 3 });
const anyValue = fc.oneof(
  anyJson,
  fc.constantFrom<unknown>(null, 0, 1, -1, 0.5, 1e30, '32', true, [], {}, [1, 'a'], 'yarn'),
  fc.integer({ min: 0, max: 300 }),
);

test('any text gives problems or a sound model', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    anyJson.map((value) => JSON.stringify(value)),
  );
  const property = fc.property(texts, (text) => sound(readConfig(text)));
  expect(() => fc.assert(property, { seed: 7, numRuns: 1000 })).not.toThrow();
});

const paths = (config: object, prefix: readonly string[] = []): (readonly string[])[] =>
  Object.entries(config).flatMap(([key, value]: [string, unknown]) => {
    const path = [...prefix, key];
    const inside = typeof value === 'object' && value !== null && !Array.isArray(value);
    return inside ? [path, ...paths(value, path)] : [path];
  });

function changed(config: object, [key = '', ...rest]: readonly string[], value: unknown): object {
  const old: unknown = Object.entries(config).find(([name]) => name === key)?.[1];
  const next =
    rest.length > 0 && typeof old === 'object' && old !== null ? changed(old, rest, value) : value;
  return { ...config, [key]: next };
}

const allNames = [...new Set(configIds().flatMap((id) => Object.keys(configs[id])))];

const mutation = fc
  .constantFrom(...configIds())
  .chain((id) =>
    fc
      .array(
        fc.tuple(
          fc.oneof(
            fc.constantFrom(...paths(configs[id])),
            fc.constantFrom(...allNames.map((name) => [name])),
          ),
          anyValue,
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((changes) =>
        changes.reduce<object>(
          (config, [path, value]) => changed(config, path, value),
          configs[id],
        ),
      ),
  );

test('a good file with fields changed gives problems or a sound model', () => {
  let models = 0;
  const runs = 1500;
  fc.assert(
    fc.property(mutation, (config) => {
      const result = readConfig(configText(config));
      if (result.kind === 'model') models++;
      sound(result);
    }),
    { seed: 11, numRuns: runs },
  );
  // Both ways out were taken often.
  expect(models).toBeGreaterThan(runs / 10);
  expect(models).toBeLessThan(runs * 0.9);
}, 30_000);

test('a good file cut short or with characters changed gives problems or a sound model', () => {
  const property = fc.property(
    fc.constantFrom(...configIds()),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.string({ maxLength: 3 }),
    fc.nat(5),
    (id, share, inserted, removed) => {
      const text = configText(configs[id]);
      const at = Math.floor(text.length * share);
      sound(readConfig(text.slice(0, at)));
      sound(readConfig(text.slice(0, at) + inserted + text.slice(at + removed)));
    },
  );
  expect(() => fc.assert(property, { seed: 13, numRuns: 1000 })).not.toThrow();
});
