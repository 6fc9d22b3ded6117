// The presets against the facts gathered outside the project: every verified model is here and says the same.

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { layersOf } from '../attention/layers';
import { proposeDims } from '../attention/propose';
import { nativeVariant } from '../attention/variants';
import { cacheBytes, cachePerToken } from '../price/cache';
import type { Model } from './model';
import { models } from './models';
import { sharedFacts } from './shared.test-support';

const numberOrNull = v.nullable(v.number());

const sharedModel = v.object({
  id: v.string(),
  attention: v.string(),
  n_layers: v.number(),
  d_model: v.number(),
  n_heads: v.number(),
  n_kv_heads: numberOrNull,
  head_dim: numberOrNull,
  rope_theta: numberOrNull,
  sliding_window: v.nullable(
    v.object({
      window: v.number(),
      n_window_layers: v.number(),
      n_full_layers: v.number(),
      local_rope_theta: v.optional(v.number()),
    }),
  ),
  mla: v.nullable(
    v.object({
      q_lora_rank: numberOrNull,
      kv_lora_rank: v.number(),
      qk_nope_head_dim: v.number(),
      qk_rope_head_dim: v.number(),
      v_head_dim: v.number(),
    }),
  ),
  max_context: numberOrNull,
  default_dtype: v.string(),
  params_total_B: numberOrNull,
  params_active_B: numberOrNull,
  status: v.string(),
  recalled_fields: v.array(v.string()),
  kv: v.object({
    kv_layers: v.number(),
    elements_per_token_per_layer: v.number(),
    bytes_per_token_2B: v.number(),
    expanded_cache_bytes_per_token_2B: v.optional(v.number()),
    bytes_at: v.record(v.string(), v.object({ windowed: v.number(), full: v.number() })),
  }),
});
type SharedModel = v.InferOutput<typeof sharedModel>;

const facts = sharedFacts('models.json', v.object({ models: v.array(sharedModel) }))?.models ?? [];
const published = models.filter(({ status }) => status === 'verified');

/** The decode plan of the model's own attention. */
function planOf({ dims, conventions }: Model, mode?: string) {
  return nativeVariant(dims).plan(proposeDims(dims), {
    phase: 'decode',
    conventions,
    ...(mode ? { mode } : {}),
  });
}

const dimsOf = ({ d_model, n_heads, n_kv_heads, head_dim, mla }: SharedModel) => ({
  modelDim: d_model,
  queryHeads: n_heads,
  ...(mla
    ? {
        latentDim: mla.kv_lora_rank,
        ropeDim: mla.qk_rope_head_dim,
        nopeDim: mla.qk_nope_head_dim,
        vDim: mla.v_head_dim,
        queryRank: mla.q_lora_rank ?? 0,
      }
    : { kvHeads: n_kv_heads, headDim: head_dim }),
});

const groupsOf = ({ kv, sliding_window: sliding }: SharedModel) =>
  sliding
    ? [
        { layers: sliding.n_window_layers, window: sliding.window },
        { layers: sliding.n_full_layers },
      ].filter(({ layers }) => layers > 0)
    : [{ layers: kv.kv_layers }];

/** What a preset may state although it was recalled: a source was read since, which names it so. */
const readSince: Record<string, string> = {
  'opt-13b dims': '(heads, ',
  'glm-4.5-air conventions': '(theta, ',
  'mixtral-8x7b active': '(experts and their width)',
};

describe.skipIf(facts.length === 0)('against ../shared/facts/models.json', () => {
  test('every model whose dims were verified is a preset, and no other', () => {
    const verified = facts.filter(({ status }) => status === 'VERIFIED').map(({ id }) => id);
    expect(verified).toHaveLength(65);
    expect(published.map(({ id }) => id).sort()).toEqual(verified.sort());
  });

  const pairs = published.flatMap((model) => {
    const fact = facts.find(({ id }) => id === model.id);
    return fact ? [[model.id, model, fact] as const] : [];
  });

  test.each(pairs)('%s has its attention, dims, layers and windows', (_, model, fact) => {
    expect(nativeVariant(model.dims).name).toBe(fact.attention);
    expect(model.dims).toEqual(dimsOf(fact));
    expect(layersOf(model.groups)).toBe(fact.kv.kv_layers);
    expect(
      model.groups.map(({ layers, window }) =>
        window === undefined ? { layers } : { layers, window },
      ),
    ).toEqual(groupsOf(fact));
    const local = model.groups.find(({ window }) => window !== undefined)?.rope?.theta;
    expect(local).toBe(fact.sliding_window?.local_rope_theta);
  });

  test.each(pairs)('%s keeps as many elements and bytes, windowed and full', (_, model, fact) => {
    const plan = planOf(model);
    const size = { groups: model.groups, batch: 1, format: 'bf16' } as const;
    expect(cachePerToken(plan, 'bf16').elements).toBe(fact.kv.elements_per_token_per_layer);
    expect(cacheBytes(plan, { ...size, tokens: 1 }).bytes).toBe(BigInt(fact.kv.bytes_per_token_2B));
    const full = model.groups.map(({ layers }) => ({ layers }));
    expect(Object.keys(fact.kv.bytes_at)).toHaveLength(3);
    for (const [tokens, bytes] of Object.entries(fact.kv.bytes_at)) {
      const at = { ...size, tokens: Number(tokens) };
      expect(cacheBytes(plan, at).bytes).toBe(BigInt(bytes.windowed));
      expect(cacheBytes(plan, { ...at, groups: full }).bytes).toBe(BigInt(bytes.full));
    }
    const { expanded_cache_bytes_per_token_2B: expanded } = fact.kv;
    if (expanded !== undefined) {
      const naive = cacheBytes(planOf(model, 'naive'), { ...size, tokens: 1 });
      expect(naive.bytes).toBe(BigInt(expanded));
    }
  });

  test.each(pairs)('%s has its context, rotation, type and parameters', (_, model, fact) => {
    if (!model.recalled.includes('maxContext')) expect(model.maxContext).toBe(fact.max_context);
    if (!model.recalled.includes('conventions') && fact.rope_theta !== null) {
      expect(model.conventions.rope?.theta).toBe(fact.rope_theta);
    }
    const dtype = model.dtype === 'float8' ? 'FP8' : model.dtype;
    expect(fact.default_dtype).toContain(dtype);
    if (model.parameters) {
      expect(model.parameters.count).toBe(Math.round((fact.params_total_B ?? 0) * 1e9));
      const active = Math.round((fact.params_active_B ?? 0) * 1e9);
      if (!fact.recalled_fields.includes('params_active_B')) {
        expect(model.parameters.active).toBe(active);
      } else {
        const source = readSince[`${model.id} active`] ?? 'none was read since';
        expect(model.sources.some((text) => text.includes(source))).toBe(true);
        expect(model.parameters.active / active).toBeCloseTo(1, 2);
      }
    } else if (fact.params_total_B !== null) {
      expect(model.recalled).toContain('parameters');
    }
  });

  test.each(pairs)('%s recalls what the facts recall', (_, model, fact) => {
    const field = (names: RegExp) => fact.recalled_fields.some((name) => names.test(name));
    const recalled = {
      dims: field(/n_heads|head_dim/),
      dtype: field(/dtype/),
      parameters: field(/params_total|tied/),
      maxContext: field(/max_context/),
      conventions: field(/theta/),
    };
    for (const [name, expected] of Object.entries(recalled)) {
      const source = readSince[`${model.id} ${name}`];
      const stated: readonly string[] = model.recalled;
      if (source !== undefined) {
        expect(expected).toBe(true);
        expect(model.sources.some((text) => text.includes(source))).toBe(true);
        expect(stated).not.toContain(name);
      } else if (expected) expect(stated).toContain(name);
    }
    // A count of parameters that was only recalled is not stated at all.
    if (field(/params_total/)) expect(model.parameters).toBeNull();
  });
});
