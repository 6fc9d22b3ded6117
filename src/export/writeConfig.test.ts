// What a written config.json says, leaves out and refuses.

import { describe, expect, test } from 'vitest';

import { proposeDims } from '../attention/propose';
import { plainConventions, type Variant } from '../attention/variant';
import { nativeVariant, variantById, variants } from '../attention/variants';
import { modelById } from '../facts/models';
import { cachePerToken } from '../price/cache';
import { readConfig } from '../import/readConfig';
import type { Fields } from './config';
import { writeConfig, type Configuration } from './writeConfig';

const ofPreset = (id: string, more: Partial<Configuration> = {}): Configuration => {
  const { name, dims, groups, conventions, maxContext, dtype } = modelById(id);
  const variant = nativeVariant(dims);
  return {
    name,
    variant,
    dims: proposeDims(dims),
    groups,
    conventions,
    maxContext,
    dtype,
    ...more,
  };
};

function written(configuration: Configuration) {
  const result = writeConfig(configuration);
  if (result.kind === 'refusal') throw new Error(JSON.stringify(result.refusal));
  return result;
}

const fieldsOf = (id: string, more: Partial<Configuration> = {}): Fields =>
  written(ofPreset(id, more)).config;

describe('the fields of a config.json', () => {
  test('of Llama 3.1 are Llama’s, with its stretch', () => {
    expect(fieldsOf('llama3.1-8b')).toEqual({
      _name_or_path: 'Llama-3.1 8B',
      architectures: ['LlamaForCausalLM'],
      model_type: 'llama',
      hidden_size: 4096,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      head_dim: 128,
      max_position_embeddings: 131072,
      rope_theta: 500000,
      rope_scaling: {
        rope_type: 'llama3',
        factor: 8,
        original_max_position_embeddings: 8192,
        low_freq_factor: 1,
        high_freq_factor: 4,
      },
      attention_bias: false,
      torch_dtype: 'bfloat16',
    });
  });

  test('of DeepSeek-V3 are the published ones', () => {
    expect(fieldsOf('deepseek-v3')).toMatchObject({
      architectures: ['DeepseekV3ForCausalLM'],
      model_type: 'deepseek_v3',
      hidden_size: 7168,
      num_hidden_layers: 61,
      num_attention_heads: 128,
      q_lora_rank: 1536,
      kv_lora_rank: 512,
      qk_nope_head_dim: 128,
      qk_rope_head_dim: 64,
      v_head_dim: 128,
      rope_interleave: true,
      rms_norm_eps: 1e-6,
      rope_scaling: {
        rope_type: 'yarn',
        factor: 40,
        original_max_position_embeddings: 4096,
        beta_fast: 32,
        beta_slow: 1,
        mscale: 1,
        mscale_all_dim: 1,
      },
    });
    expect(fieldsOf('deepseek-v2-lite')).toMatchObject({
      q_lora_rank: null,
      rope_scaling: { mscale: 0.707, mscale_all_dim: 0.707 },
    });
  });

  test.each([
    ['mistral-7b-v0.1', { model_type: 'mistral', sliding_window: 4096 }],
    ['qwen2.5-72b', { model_type: 'qwen2', use_sliding_window: false, sliding_window: null }],
    ['qwen3-0.6b', { model_type: 'qwen3', head_dim: 128, rms_norm_eps: 1e-6 }],
    ['gemma2-9b', { model_type: 'gemma2', attn_logit_softcapping: 50, query_pre_attn_scalar: 256 }],
    ['gemma3-27b', { model_type: 'gemma3_text', rope_local_base_freq: 10000 }],
    ['gpt-oss-20b', { model_type: 'gpt_oss', attention_bias: true, sliding_window: 128 }],
    ['glm-4.5', { model_type: 'glm4_moe', use_qk_norm: true, partial_rotary_factor: 0.5 }],
    ['phi4-mini', { model_type: 'phi3', partial_rotary_factor: 0.75 }],
    ['gpt2-small', { model_type: 'gpt2', n_head: 12, n_embd: 768, n_positions: 1024 }],
    ['starcoder-15b', { model_type: 'gpt_bigcode', multi_query: true }],
    ['falcon-7b', { model_type: 'llama', num_key_value_heads: 1, head_dim: 64 }],
  ])('of %s have its family’s names', (id, fields) => {
    expect(fieldsOf(id)).toMatchObject(fields);
  });

  test('list windowed layers in the order of Gemma 3 and of gpt-oss', () => {
    const full = (id: string) => {
      const types = fieldsOf(id)['layer_types'];
      const list: readonly unknown[] = Array.isArray(types) ? types : [];
      return list.flatMap((type, i) => (type === 'full_attention' ? [i] : []));
    };
    expect(full('gemma3-4b')).toEqual([5, 11, 17, 23, 29]);
    expect(full('gpt-oss-20b')).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23]);
    expect(full('gemma2-27b')).toHaveLength(23);
    expect(fieldsOf('gemma3-4b')['layer_types']).toHaveLength(34);
  });

  test('state the epsilon of norms where one is inside attention, and no other', () => {
    expect(fieldsOf('llama3.1-8b')).not.toHaveProperty('rms_norm_eps');
    expect(fieldsOf('gemma2-9b')).not.toHaveProperty('rms_norm_eps');
    expect(fieldsOf('glm-4.7-flash')).toMatchObject({ rms_norm_eps: 1e-5 });
  });

  test('say nothing of a vocabulary, MLPs or tokens that nobody knows here', () => {
    for (const id of ['llama3.1-8b', 'deepseek-v3', 'gpt2-small', 'gemma3-27b']) {
      expect(Object.keys(fieldsOf(id)).join(' ')).not.toMatch(
        /vocab|intermediate|expert|token|hidden_act/,
      );
    }
  });

  test('are a text that ends in a line’s end and reads as what it is', () => {
    const { text, config } = written(ofPreset('qwen3-32b'));
    expect(text.endsWith('}\n')).toBe(true);
    expect(JSON.parse(text)).toEqual(config);
  });
});

describe('another variant of a preset', () => {
  const convertible: readonly [string, Variant][] = ['mha', 'gqa', 'mqa', 'mla'].map((id) => [
    id,
    variantById(id),
  ]);

  test.each(convertible)('%s keeps its own bytes', (_, variant) => {
    for (const id of ['llama3.1-8b', 'deepseek-v3', 'qwen3-4b']) {
      const configuration = ofPreset(id, { variant });
      const result = readConfig(written(configuration).text);
      if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems));
      const { dims } = result.model;
      const plan = nativeVariant(dims).plan(proposeDims(dims), { phase: 'decode' });
      const asked = variant.plan(configuration.dims, { phase: 'decode' });
      expect(cachePerToken(plan, 'int8').bytes).toBe(cachePerToken(asked, 'int8').bytes);
    }
  });
});

describe('what cannot be written', () => {
  const refusal = (configuration: Configuration) => {
    const result = writeConfig(configuration);
    return result.kind === 'refusal' ? result.refusal : null;
  };

  test.each(variants.filter(({ native }) => !native))(
    '$name has no configuration that engines read',
    (variant) => {
      expect(refusal(ofPreset('llama3.1-8b', { variant }))).toEqual({
        code: 'noConfiguration',
        values: { variant: variant.name },
      });
    },
  );

  test('a cache that no engine keeps', () => {
    expect(refusal(ofPreset('deepseek-v3', { mode: 'naive' }))).toEqual({
      code: 'notServed',
      values: { variant: 'MLA', mode: 'naive' },
    });
    expect(refusal(ofPreset('deepseek-v3', { mode: 'expanded' }))).toBeNull();
  });

  test('values of another width than keys', () => {
    const configuration = ofPreset('glm-5', { variant: variantById('mha') });
    expect(refusal(configuration)).toEqual({
      code: 'valueWidth',
      values: { headDim: 192, vDim: 256 },
    });
  });

  test('windows of two sizes', () => {
    const groups = [{ layers: 3, window: 300 }, { layers: 2 }, { layers: 1, window: 77 }];
    expect(refusal(ofPreset('qwen3-4b', { groups }))).toEqual({
      code: 'windowsDiffer',
      values: { windows: '300, 77' },
    });
  });
});

describe('what the file leaves to an engine', () => {
  const notesOf = (id: string, more: Partial<Configuration> = {}) =>
    written(ofPreset(id, more)).notes.map(({ code }) => code);

  test('is always the rest of the model', () => {
    expect(notesOf('llama3.1-8b')).toEqual(['vocabulary', 'mlp', 'norms', 'weights']);
    expect(notesOf('qwen3-8b')).toEqual(['vocabulary', 'mlp', 'weights']);
  });

  test('is the order of layers, an unknown context, a type of weights that takes more than a word', () => {
    expect(notesOf('gemma3-12b')).toContain('layerOrder');
    expect(notesOf('mistral-7b-v0.1')).not.toContain('layerOrder');
    expect(notesOf('llama3.1-8b', { maxContext: null })).toContain('context');
    expect(notesOf('deepseek-v3')).toContain('weightType');
    expect(fieldsOf('deepseek-v3')).not.toHaveProperty('torch_dtype');
  });

  test('is what no family can be told together with the rest', () => {
    const mixed = { ...plainConventions, headNorm: true, sinks: true, softcap: 30 };
    expect(notesOf('llama3.1-8b', { conventions: mixed })).toEqual(
      expect.arrayContaining(['unsaidSinks', 'unsaidSoftcap']),
    );
    const learned = modelById('gpt2-small').conventions;
    expect(notesOf('llama3.1-8b', { conventions: learned })).toContain('unsaidRotation');
    const windowed = [{ layers: 5, window: 100 }, { layers: 5 }];
    expect(notesOf('deepseek-v3', { groups: windowed })).toContain('unsaidWindows');
  });

  test('is never a window where a family can be told of it, whatever else is lost', () => {
    const { conventions } = modelById('glm-4.5');
    const windowed = [{ layers: 5, window: 100 }, { layers: 5 }];
    expect(notesOf('glm-4.5', { groups: windowed, conventions })).not.toContain('unsaidWindows');
  });
});
