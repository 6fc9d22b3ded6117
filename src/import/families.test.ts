import { readFileSync, existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { layersOf } from '../attention/layers';
import { proposeDims } from '../attention/propose';
import { modeFor } from '../attention/variant';
import { nativeVariant } from '../attention/variants';
import { models } from '../facts/models';
import { cachePerToken } from '../price/cache';
import { configIds, configs, configText, type ConfigId } from './configs.test-support';
import { readConfig } from './readConfig';
import type { ImportedModel, ImportResult } from './model';

function accept(result: ImportResult) {
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems));
  return result;
}

const imported = (id: ConfigId) => accept(readConfig(configText(configs[id])));

/** Elements of one token in one layer. */
function elements({ dims }: Pick<ImportedModel, 'dims'>): number {
  const variant = nativeVariant(dims);
  const plan = variant.plan(proposeDims(dims), {
    phase: 'decode',
    mode: modeFor(variant, 'decode'),
  });
  return cachePerToken(plan, 'f16').bytes / 2;
}

/** Variant, elements a token and layer, layers of each group and their window. */
const expected: Record<ConfigId, [string, number, ...(number | [number, number])[]]> = {
  'llama3.1-8b': ['gqa', 2048, 32],
  'llama2-7b': ['mha', 8192, 32],
  'gpt2-small': ['mha', 1536, 12],
  'opt-13b': ['mha', 10240, 40],
  'falcon-7b': ['mqa', 128, 32],
  'falcon-40b': ['gqa', 1024, 60],
  'starcoder-15b': ['mqa', 256, 40],
  'chatglm2-6b': ['gqa', 512, 28],
  'gemma-2b': ['mqa', 512, 18],
  'gemma2-9b': ['gqa', 4096, 21, [21, 4096]],
  'gemma3-1b': ['mqa', 512, 4, [22, 512]],
  'gemma3-27b': ['gqa', 4096, 10, [52, 1024]],
  'qwen2.5-72b': ['gqa', 2048, 80],
  'qwen3-0.6b': ['gqa', 2048, 28],
  'phi3-mini': ['mha', 6144, [32, 2047]],
  'phi4-mini': ['gqa', 2048, 32],
  'mistral-7b-v0.1': ['gqa', 2048, [32, 4096]],
  'mixtral-8x7b': ['gqa', 2048, 32],
  'gpt-oss-20b': ['gqa', 1024, 12, [12, 128]],
  'glm-4.5': ['gqa', 2048, 92],
  'glm-4.7-flash': ['mla', 576, 47],
  'glm-5': ['mla', 576, 78],
  'minicpm3-4b': ['mla', 288, 62],
  'deepseek-v2-lite': ['mla', 576, 27],
  'deepseek-v3': ['mla', 576, 61],
  'longcat-flash': ['mla', 576, 28],
  'qwen3-next': ['gqa', 1024, 12],
  'minimax-01': ['gqa', 2048, 10],
  'kimi-linear': ['mla', 576, 7],
};

test.each(configIds())('%s gives its variant, its bytes a token and its layers', (id) => {
  const { model } = imported(id);
  const [variant, perLayer, ...groups] = expected[id];
  expect(nativeVariant(model.dims).id).toBe(variant);
  expect(elements(model)).toBe(perLayer);
  expect(model.groups).toMatchObject(
    groups.map((group) =>
      typeof group === 'number' ? { layers: group } : { layers: group[0], window: group[1] },
    ),
  );
  expect(model.groups).toHaveLength(groups.length);
});

// LongCat's 28 blocks hold two attentions each, which its file does not tell.
const published = models.filter(({ id }) => id in configs && id !== 'longcat-flash');

test('several presets stand beside these files', () => expect(published.length).toBeGreaterThan(5));

const shownRope = (rope: ImportedModel['conventions']['rope']) => ({
  pairs: rope?.pairs,
  scaling: rope?.scaling,
  theta: rope?.theta,
});

test.each(published)('$name reads as its preset says', (preset) => {
  const id = configIds().find((each) => each === preset.id);
  const { model } = imported(id!);
  expect(proposeDims(model.dims)).toEqual(proposeDims(preset.dims));
  const byWindow = (groups: ImportedModel['groups']) =>
    new Map(groups.map(({ layers, window, rope }) => [window, { layers, theta: rope?.theta }]));
  expect(byWindow(model.groups)).toEqual(byWindow(preset.groups));
  const { rope, scaleFactor, biases, headNorm, sinks } = model.conventions;
  const { conventions: stated } = preset;
  expect({ ...shownRope(rope), scaleFactor, biases, headNorm, sinks }).toEqual({
    ...shownRope(stated.rope),
    scaleFactor: stated.scaleFactor,
    biases: stated.biases,
    headNorm: stated.headNorm,
    sinks: stated.sinks,
  });
});

const facts = '../shared/facts/models.json';

describe.skipIf(!existsSync(facts))('models.json of ../shared/facts', () => {
  interface Fact {
    readonly id: string;
    readonly kv: { readonly kv_layers: number; readonly elements_per_token_per_layer: number };
  }
  const list: Fact[] = existsSync(facts)
    ? (JSON.parse(readFileSync(facts, 'utf8')) as { models: Fact[] }).models
    : [];
  const known = list.filter(({ id }) => id in configs && id !== 'longcat-flash');

  test.each(known)('$id has as many elements and layers', ({ id, kv }) => {
    const { model } = imported(configIds().find((each) => each === id)!);
    expect(elements(model)).toBe(kv.elements_per_token_per_layer);
    expect(layersOf(model.groups)).toBe(kv.kv_layers);
  });
});

describe('what the files say besides', () => {
  const of = (id: ConfigId) => imported(id).model;

  test('rotation: base, stretching, columns', () => {
    expect(of('llama2-7b').conventions.rope).toMatchObject({ theta: 10000, scaling: null });
    expect(of('gpt2-small').conventions.rope).toBeNull();
    expect(of('opt-13b').conventions.rope).toBeNull();
    expect(of('falcon-7b').conventions.rope).toMatchObject({ theta: 10000 });
    expect(of('gemma3-27b').conventions.rope?.scaling).toEqual({ type: 'linear', factor: 8 });
    expect(of('glm-4.7-flash').conventions.rope?.theta).toBe(1000000);
    expect(of('glm-4.5').conventions.rotaryDim).toBe(64);
    expect(of('phi4-mini').conventions.rotaryDim).toBe(96);
    expect(of('minimax-01').conventions.rotaryDim).toBe(64);
    expect(of('gpt-oss-20b').conventions.rope?.cosSinScale).toBeCloseTo(0.1 * Math.log(32) + 1, 12);
    expect(of('deepseek-v3').conventions.rope?.cosSinScale).toBe(1);
  });

  test('layers with a window may rotate with a base of their own', () => {
    const [full, windowed] = of('gemma3-27b').groups;
    expect(full?.rope).toBeUndefined();
    expect(windowed?.rope).toMatchObject({ theta: 10000, scaling: null });
  });

  test('biases, norms, scale and softcap', () => {
    expect(of('opt-13b').conventions.biases).toEqual(['q', 'k', 'v', 'o']);
    expect(of('chatglm2-6b').conventions.biases).toEqual(['q', 'k', 'v']);
    expect(of('qwen3-0.6b').conventions.biases).toBeUndefined();
    expect(of('glm-4.5').conventions.headNorm).toBe(true);
    expect(of('gemma2-9b').conventions).toMatchObject({ softcap: 50, scale: 1 / 16 });
    expect(of('gemma3-27b').conventions.scale).toBeCloseTo(168 ** -0.5, 14);
  });

  test('name, context and type in the file’s own words', () => {
    expect(of('llama2-7b')).toMatchObject({
      name: 'meta-llama/Llama-2-7b-hf',
      maxContext: 4096,
      dtype: 'float16',
    });
    expect(of('deepseek-v3').name).toBe('DeepseekV3ForCausalLM');
    expect(of('gemma3-27b').dtype).toBe('bfloat16');
    expect(of('falcon-7b').maxContext).toBeNull();
  });
});

describe('where each figure came from', () => {
  const readingOf = (id: ConfigId, figure: string) =>
    imported(id).readings.find((reading) => reading.figure === figure);

  test('a field, with its path, its line and its text', () => {
    expect(readingOf('gemma3-27b', 'headDim')).toMatchObject({
      value: 128,
      field: { path: 'text_config.head_dim', raw: '128', line: 10 },
    });
  });

  test('or a rule, with what went into it', () => {
    expect(readingOf('llama2-7b', 'headDim')).toEqual({
      figure: 'headDim',
      value: 128,
      field: null,
      rule: { code: 'headDimDerived', values: { modelDim: 4096, queryHeads: 32 } },
    });
    expect(readingOf('falcon-7b', 'kvHeads')).toMatchObject({
      value: 1,
      field: { path: 'multi_query' },
      rule: { code: 'multiQuery' },
    });
    expect(readingOf('qwen3-next', 'cachedLayers')).toMatchObject({
      value: 12,
      field: { path: 'full_attention_interval' },
      rule: { code: 'someCached', values: { layers: 48 } },
    });
    expect(readingOf('gemma2-9b', 'windowLayers')).toMatchObject({ rule: { code: 'alternating' } });
  });
});

describe('what gave no figure', () => {
  const remarks = (id: ConfigId, list: 'unknown' | 'ignored') =>
    imported(id)[list].map(({ field, code }) => `${field.path}: ${code}`);

  test('kv heads and head dim mean nothing where the cache is latent', () => {
    expect(remarks('glm-4.7-flash', 'ignored')).toEqual(
      expect.arrayContaining(['num_key_value_heads: latentCache', 'head_dim: latentCache']),
    );
  });

  test('layers that predict further tokens are not counted', () => {
    expect(remarks('deepseek-v3', 'ignored')).toContain('num_nextn_predict_layers: mtp');
  });

  test('a window that is switched off, kv heads that multi_query overrules', () => {
    expect(remarks('qwen2.5-72b', 'ignored')).toContain('sliding_window: windowOff');
    expect(remarks('phi4-mini', 'ignored')).toContain('sliding_window: windowTooWide');
    expect(remarks('falcon-7b', 'ignored')).toContain('num_kv_heads: multiQueryWins');
  });

  test('what is cached or counted besides is named', () => {
    expect(remarks('glm-5', 'unknown')).toContain('index_head_dim: indexer');
    expect(remarks('longcat-flash', 'unknown')).toContain('zero_expert_num: mayHoldTwo');
    expect(remarks('minicpm3-4b', 'unknown')).toContain('rope_scaling.type: ropeNotModelled');
    expect(remarks('kimi-linear', 'unknown')).toContain('mla_use_nope: notUnderstood');
  });

  test('plain files leave no questions', () => {
    for (const id of ['llama3.1-8b', 'mixtral-8x7b', 'qwen2.5-72b', 'deepseek-v3'] as const) {
      expect(remarks(id, 'unknown'), id).toEqual([]);
    }
  });
});
