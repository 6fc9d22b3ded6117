import { describe, expect, test } from 'vitest';
import { configs, configText } from './configs.test-support';
import { readConfig } from './readConfig';

const { model_type: _, attention_bias: __, rope_theta: ___, ...plain } = configs['llama3.1-8b'];

function read(change: object) {
  const result = readConfig(configText({ ...plain, rope_scaling: undefined, ...change }));
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems));
  return result;
}

const biasesOf = (change: object) => read(change).model.conventions.biases?.join(' ');

/** Value, field and rule of a figure's readings. */
const readingsOf = (change: object, figure: string) =>
  read(change)
    .readings.filter((reading) => reading.figure === figure)
    .map(({ value, field, rule }) => [value, field?.path ?? null, rule?.code ?? null]);

const remarksOf = (change: object, list: 'unknown' | 'ignored') =>
  read(change)[list].map(({ field, code }) => `${field.path}: ${code}`);

describe('biases', () => {
  test.each([
    ['llama', { attention_bias: true }, 'q k v o'],
    ['llama', { attention_bias: false }, undefined],
    ['llama', {}, undefined],
    ['glm', { attention_bias: true }, 'q k v'],
    ['glm4', { attention_bias: true }, 'q k v'],
    ['glm4', {}, 'q k v'],
    ['glm4', { attention_bias: false }, undefined],
    ['glm4_moe', { attention_bias: true }, 'q k v'],
    ['glm4_moe', {}, undefined],
    ['gpt_oss', { attention_bias: true }, 'q k v o'],
    ['gpt_oss', {}, 'q k v o'],
    ['qwen2', {}, 'q k v'],
    ['qwen2', { attention_bias: false }, 'q k v'],
    ['qwen2_5_vl_text', {}, 'q k v'],
    ['qwen2_moe', { qkv_bias: false }, undefined],
    ['qwen3', { attention_bias: true }, 'q k v o'],
    ['mistral', { attention_bias: true }, undefined],
    ['seed_oss', { attention_bias: true, attention_out_bias: false }, 'q k v'],
    ['seed_oss', { attention_out_bias: true }, 'q k v o'],
    ['gpt2', {}, 'q k v o'],
    ['chatglm', { add_qkv_bias: true, add_bias_linear: false }, 'q k v'],
  ])('%s with %j adds them to %s', (model_type, change, biases) => {
    expect(biasesOf({ ...change, model_type })).toBe(biases);
  });

  test('what no field says is told with the model_type that says it', () => {
    expect(readingsOf({ model_type: 'qwen2' }, 'biases')).toEqual([
      ['q k v', 'model_type', 'codeOfType'],
    ]);
    expect(readingsOf({ model_type: 'glm4' }, 'biases')).toEqual([
      ['q k v', 'model_type', 'defaultOfType'],
    ]);
    expect(readingsOf({ model_type: 'llama' }, 'biases')).toEqual([
      [0, 'model_type', 'codeOfType'],
    ]);
    const glm = { attention_bias: true, model_type: 'glm4_moe' };
    expect(readingsOf(glm, 'biases')).toEqual([['q k v', 'attention_bias', 'readByType']]);
  });

  test('a field that the code does not read is left out with a remark', () => {
    const change = { attention_bias: true, model_type: 'mistral' };
    expect(remarksOf(change, 'ignored')).toContain('attention_bias: notReadByType');
  });

  test.each([null, 'homemade', '__proto__'])(
    'with the model_type %j, all four are assumed, and the report says so',
    (model_type) => {
      const change = { attention_bias: true, model_type };
      expect(biasesOf(change)).toBe('q k v o');
      expect(readingsOf(change, 'biases')).toEqual([
        ['q k v o', 'attention_bias', 'biasesAssumed'],
      ]);
      expect(readingsOf({ model_type }, 'biases')).toEqual([[0, null, 'noneAssumed']]);
      expect(readingsOf({ model_type, attention_bias: false }, 'biases')).toEqual([
        [0, 'attention_bias', null],
      ]);
    },
  );

  test('around a latent they are in no plan', () => {
    const result = readConfig(configText({ ...configs['deepseek-v3'], attention_bias: true }));
    expect(result).toMatchObject({
      unknown: [{ field: { path: 'attention_bias' }, code: 'biasNotModelled' }],
    });
    expect(result).not.toHaveProperty('model.conventions.biases');
  });

  test('the part of a model for several kinds of input may leave its type to the whole', () => {
    const { max_position_embeddings, ...text_config } = plain;
    const config = { model_type: 'qwen2_vl', text_config: { ...text_config, head_dim: 128 } };
    expect(max_position_embeddings).toBe(131072);
    expect(readConfig(configText(config))).toMatchObject({
      model: { conventions: { biases: ['q', 'k', 'v'] } },
    });
  });
});

describe('norms of query and key heads', () => {
  test.each([
    ['qwen3', {}, true],
    ['gemma3_text', {}, true],
    ['glm4_moe', {}, false],
    ['glm4_moe', { use_qk_norm: true }, true],
    ['llama', {}, false],
    ['llama', { use_qk_norm: true }, false],
    ['homemade', { use_qk_norm: true }, true],
    ['homemade', {}, false],
  ])('%s with %j: %s', (model_type, change, has) => {
    expect(read({ ...change, model_type }).model.conventions.headNorm ?? false).toBe(has);
  });

  test('are told with their source', () => {
    const of = (change: object) => readingsOf(change, 'headNorm');
    expect(of({ model_type: 'qwen3' })).toEqual([[1, 'model_type', 'codeOfType']]);
    expect(of({ model_type: 'llama' })).toEqual([[0, 'model_type', 'codeOfType']]);
    expect(of({ model_type: 'glm4_moe' })).toEqual([[0, 'model_type', 'defaultOfType']]);
    expect(of({ model_type: 'glm4_moe', use_qk_norm: true })).toEqual([[1, 'use_qk_norm', null]]);
    expect(of({ use_qk_norm: true })).toEqual([[1, 'use_qk_norm', 'normAssumed']]);
    expect(of({})).toEqual([[0, null, 'noneAssumed']]);
  });

  test('of another kind are left out, which is said', () => {
    expect(read({ model_type: 'olmo2' }).model.conventions.headNorm).toBeUndefined();
    expect(remarksOf({ model_type: 'olmo2' }, 'unknown')).toEqual(['model_type: normNotModelled']);
    const cohere = { model_type: 'cohere', use_qk_norm: true };
    expect(remarksOf(cohere, 'unknown')).toEqual(['use_qk_norm: normNotModelled']);
    expect(remarksOf({ model_type: 'cohere' }, 'unknown')).toEqual([]);
    expect(remarksOf({ model_type: 'llama4_text' }, 'unknown')).toEqual([
      'model_type: normNotModelled',
    ]);
  });
});

test('sinks are in gpt-oss’s code, and told', () => {
  expect(read({ model_type: 'gpt_oss' }).model.conventions.sinks).toBe(true);
  expect(readingsOf({ model_type: 'gpt_oss' }, 'sinks')).toEqual([[1, 'model_type', 'codeOfType']]);
  expect(readingsOf({}, 'sinks')).toEqual([[0, null, 'noneAssumed']]);
  const swa = { add_full_attention_sink_bias: false, add_swa_attention_sink_bias: true };
  expect(readingsOf(swa, 'sinks')).toEqual([[1, 'add_swa_attention_sink_bias', null]]);
});

describe('rotation that no field gives', () => {
  test.each([
    [{ model_type: 'gpt_oss' }, 150000, 'model_type', 'defaultOfType'],
    [{ model_type: 'llama' }, 10000, 'model_type', 'defaultOfType'],
    [{}, 10000, null, 'defaultTheta'],
  ])('%j has the base %d', (change, theta, path, rule) => {
    expect(read(change).model.conventions.rope?.theta).toBe(theta);
    expect(readingsOf(change, 'theta')).toEqual([[theta, path, rule]]);
  });

  test('windowed layers of Gemma 3 have a base of their own', () => {
    const change = { model_type: 'gemma3_text', sliding_window: 512, sliding_window_pattern: 6 };
    expect(read(change).model.groups[1]?.rope?.theta).toBe(10000);
    expect(readingsOf(change, 'localTheta')).toEqual([[10000, 'model_type', 'defaultOfType']]);
    expect(readingsOf({ model_type: 'gemma3_text' }, 'localTheta')).toEqual([]);
  });

  test.each([
    ['llama', 'half', 'codeOfType'],
    ['glm4', 'interleaved', 'codeOfType'],
    ['cohere2', 'interleaved', 'codeOfType'],
    [null, 'half', 'pairsOfHeads'],
  ])('%s turns pairs: %s', (model_type, pairs, rule) => {
    expect(read({ model_type }).model.conventions.rope?.pairs).toBe(pairs);
    expect(readingsOf({ model_type }, 'pairs')).toMatchObject([
      [pairs, model_type && 'model_type', rule],
    ]);
  });

  test('columns that turn', () => {
    expect(read({ model_type: 'glm4' }).model.conventions.rotaryDim).toBe(64);
    expect(readingsOf({ model_type: 'glm4' }, 'rotaryDim')).toEqual([
      [64, 'model_type', 'fractionOfType'],
    ]);
    const whole = { model_type: 'glm4', partial_rotary_factor: 1 };
    expect(read(whole).model.conventions.rotaryDim).toBeUndefined();
  });

  test('positions without rotation are assumed of n_positions only where no code is known', () => {
    const change = { n_positions: 1024 };
    expect(read(change).model.conventions.rope).toBeNull();
    expect(readingsOf(change, 'positions')).toEqual([[0, 'n_positions', 'learnedAssumed']]);
    expect(read({ ...change, model_type: 'llama' }).model.conventions.rope).not.toBeNull();
    expect(readingsOf({ model_type: 'bloom' }, 'positions')).toEqual([
      ['ALiBi', 'model_type', 'codeOfType'],
    ]);
  });

  test('YaRN without its betas or the context before it', () => {
    const yarn = { rope_scaling: { type: 'yarn', factor: 4 } };
    expect(readingsOf(yarn, 'ropeScaling')).toEqual([
      ['yarn × 4', 'rope_scaling.type', 'originalIsContext'],
    ]);
    expect(readingsOf(yarn, 'betas')).toEqual([['32, 1', null, 'usualBetas']]);
    const stated = { ...yarn.rope_scaling, original_max_position_embeddings: 32768 };
    const full = { rope_scaling: { ...stated, beta_fast: 16, beta_slow: 2 } };
    expect(readingsOf(full, 'ropeScaling')).toEqual([['yarn × 4', 'rope_scaling.type', null]]);
    expect(readingsOf(full, 'betas')).toEqual([]);
  });

  test('YaRN with equal betas, as in Kimi-K2', () => {
    const yarn = { type: 'yarn', factor: 32, original_max_position_embeddings: 4096 };
    const of = (beta_fast: number, beta_slow: number) =>
      readConfig(JSON.stringify({ ...plain, rope_scaling: { ...yarn, beta_fast, beta_slow } }));
    expect(of(1, 1)).toMatchObject({
      model: { conventions: { rope: { scaling: { betaFast: 1, betaSlow: 1 } } } },
    });
    expect(of(1, 2)).toMatchObject({ problems: [{ code: 'order' }] });
  });
});

test('an epsilon that no field gives is told', () => {
  const { rms_norm_eps: eps } = plain;
  expect(readingsOf({}, 'normEps')).toEqual([[eps, 'rms_norm_eps', null]]);
  const of = (model_type: string | null) =>
    readingsOf({ model_type, rms_norm_eps: null }, 'normEps');
  expect(of('exaone4')).toEqual([[1e-5, 'model_type', 'defaultOfType']]);
  expect(of('qwen3')).toEqual([[1e-6, 'model_type', 'defaultOfType']]);
  expect(of(null)).toEqual([[1e-6, null, 'defaultEps']]);
});
