import { describe, expect, test } from 'vitest';
import { servingRanges } from '../state/serving';
import { configs, configText } from './configs.test-support';
import { layerRange } from './layers';
import { readConfig } from './readConfig';

const llama = configs['llama3.1-8b'];

const read = (change: object) => readConfig(configText({ ...llama, ...change }));

const groupsOf = (change: object) => {
  const result = read(change);
  return result.kind === 'model' ? result.model.groups : result.problems;
};

const problemsOf = (config: object): string[] => {
  const result = readConfig(configText(config));
  return result.kind === 'problems'
    ? result.problems.map(({ path, code }) => `${path ?? ''}: ${code}`)
    : [];
};

describe('layers that keep less, or nothing', () => {
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

describe('windows that Qwen’s code counts', () => {
  const window = { sliding_window: 4096, use_sliding_window: true };
  const half = [{ layers: 16 }, { layers: 16, window: 4096 }];

  test('from the first layer on, where the count of those without is 0', () => {
    expect(groupsOf({ ...window, max_window_layers: 0 })).toEqual([{ layers: 32, window: 4096 }]);
    expect(groupsOf({ ...window, max_window_layers: -1 })).toMatchObject([{ code: 'outOfRange' }]);
  });

  test.each([
    ['no model_type', { model_type: null }],
    ['qwen2', { model_type: 'qwen2' }],
    ['qwen3', { model_type: 'qwen3' }],
  ])('not at all unless use_sliding_window is true: %s', (_, type) => {
    const result = read({ ...type, sliding_window: 4096, max_window_layers: 16 });
    expect(result).toMatchObject({ kind: 'model', model: { groups: [{ layers: 32 }] } });
    expect(result).toHaveProperty(
      'ignored',
      expect.arrayContaining([
        { field: expect.objectContaining({ path: 'sliding_window' }), code: 'windowOffByDefault' },
      ]),
    );
    expect(groupsOf({ ...type, ...window, max_window_layers: 16 })).toEqual(half);
  });

  test('qwen2 without max_window_layers has windows from layer 28 on, and the report says whence', () => {
    const result = read({ ...window, model_type: 'qwen2' });
    expect(result).toMatchObject({
      model: { groups: [{ layers: 28 }, { layers: 4, window: 4096 }] },
    });
    expect(result).toHaveProperty(
      'readings',
      expect.arrayContaining([
        expect.objectContaining({
          figure: 'windowLayers',
          value: 4,
          field: expect.objectContaining({ path: 'model_type' }),
          rule: { code: 'windowsOfType', values: { layers: 32, modelType: 'qwen2', count: 28 } },
        }),
      ]),
    );
  });

  test('in every other layer of qwen2_moe, in the layers before the count', () => {
    const change = { ...window, model_type: 'qwen2_moe', max_window_layers: 20 };
    expect(groupsOf(change)).toEqual([{ layers: 22 }, { layers: 10, window: 4096 }]);
  });

  test('dots1 counts and needs no flag, qwen3_moe needs one and does not count', () => {
    const dots = { sliding_window: 4096, max_window_layers: 16, model_type: 'dots1' };
    expect(groupsOf(dots)).toEqual(half);
    const moe = { ...window, max_window_layers: 16, model_type: 'qwen3_moe' };
    expect(groupsOf(moe)).toEqual([{ layers: 32, window: 4096 }]);
  });
});

test('an empty list of layers that rotate is none at all: every fourth sees everything (Llama 4)', () => {
  const chunked = { attention_chunk_size: 8192, no_rope_layers: [] };
  const result = read(chunked);
  expect(result).toMatchObject({
    model: { groups: [{ layers: 8 }, { layers: 24, window: 8192 }] },
  });
  expect(result).toHaveProperty(
    'readings',
    expect.arrayContaining([
      expect.objectContaining({
        figure: 'windowLayers',
        value: 24,
        rule: { code: 'everySoMany', values: { layers: 32, every: 4 } },
      }),
    ]),
  );
  expect(result).toHaveProperty(
    'unknown',
    expect.arrayContaining([expect.objectContaining({ code: 'nopeLayers' })]),
  );
  const twos = [{ layers: 16 }, { layers: 16, window: 8192 }];
  expect(groupsOf({ ...chunked, no_rope_layer_interval: 2 })).toEqual(twos);
  expect(groupsOf({ attention_chunk_size: 8192, no_rope_layer_interval: 2 })).toEqual(twos);
});

test('as many layers as the page can serve', () => {
  expect(layerRange).toEqual(servingRanges.layers);
});
