// The presets: well formed, consistent with the shared facts where these are at hand, and never recalled in secret.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { proposeDims } from '../attention/propose';
import { nativeVariant, variantById, variants } from '../attention/variants';
import { caveatTexts } from './model';
import { modelById, modelGroup, models } from './models';
import { modelSchema } from './schema';

const sharedFile = resolve(import.meta.dirname, '../../../shared/facts/models.json');

/** What the shared facts say of a model, as far as the presets state it. */
const sharedModel = v.object({
  id: v.string(),
  n_layers: v.number(),
  d_model: v.number(),
  n_heads: v.number(),
  n_kv_heads: v.nullable(v.number()),
  head_dim: v.nullable(v.number()),
  rope_theta: v.nullable(v.number()),
  mla: v.nullable(
    v.object({
      q_lora_rank: v.nullable(v.number()),
      kv_lora_rank: v.number(),
      qk_nope_head_dim: v.number(),
      qk_rope_head_dim: v.number(),
      v_head_dim: v.number(),
    }),
  ),
  max_context: v.nullable(v.number()),
  default_dtype: v.nullable(v.string()),
  params_total_B: v.nullable(v.number()),
  status: v.string(),
  recalled_fields: v.array(v.string()),
  kv: v.object({ kv_layers: v.number(), bytes_per_token_2B: v.number() }),
});

const published = models.filter(({ status }) => status === 'verified');

describe('every preset', () => {
  test.each(models.map((model) => [model.id, model] as const))('%s is well formed', (_, model) => {
    expect(v.parse(modelSchema, model)).toEqual(model);
    for (const caveat of model.caveats) expect(caveatTexts[caveat].length).toBeGreaterThan(10);
  });

  test.each(models.map((model) => [model.id, model] as const))(
    '%s can be planned in every variant, mode and phase',
    (_, { dims, conventions }) => {
      const proposed = proposeDims(dims);
      for (const variant of variants) {
        expect(variant.problems(proposed)).toEqual([]);
        for (const { id: mode } of variant.modes) {
          for (const phase of ['prefill', 'decode'] as const) {
            expect(variant.plan(proposed, { phase, mode, conventions }).mode).toBe(mode);
          }
        }
      }
    },
  );

  test('has an id of its own and is found by it', () => {
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
    for (const model of models) expect(modelById(model.id)).toBe(model);
    expect(() => modelById('gpt-6')).toThrow('no model "gpt-6": choose tiny-gqa');
  });

  test('that was read names its sources, and one made up says so and names none', () => {
    for (const { status, sources, caveats } of models) {
      expect(sources.length > 0).toBe(status === 'verified');
      expect(caveats.includes('madeUp')).toBe(status === 'madeUp');
    }
  });

  test('stands under the heading of its attention, and headings do not repeat', () => {
    const groups = models.map(modelGroup);
    expect([...new Set(groups)]).toEqual(['tiny', 'mha', 'mqa', 'gqa', 'mla']);
    const changes = groups.filter((group, i) => group !== groups[i - 1]);
    expect(changes).toHaveLength(5);
  });
});

test('the softmax scale of DeepSeek-V2-Lite includes YaRN, 0.11472 as its own code computes', () => {
  const { dims, conventions } = modelById('deepseek-v2-lite');
  const plan = variantById('mla').plan(proposeDims(dims), { phase: 'decode', conventions });
  const attend = plan.steps.find((step) => step.op === 'attend');
  expect(attend?.scale).toBeCloseTo(0.1147213867929261, 12);
});

const shared = existsSync(sharedFile)
  ? v.parse(
      v.object({ models: v.array(sharedModel) }),
      JSON.parse(readFileSync(sharedFile, 'utf8')),
    ).models
  : null;

describe.skipIf(!shared)('against ../shared/facts/models.json', () => {
  test.each(published.map((model) => [model.id, model] as const))(
    '%s has its dims, bytes and recalled fields',
    (id, model) => {
      const fact = shared?.find((entry) => entry.id === id);
      if (!fact) throw new Error(`the shared facts do not know ${id}`);
      expect(fact.status).toBe('VERIFIED');
      expect(model.layers).toBe(fact.n_layers);
      expect(model.layers).toBe(fact.kv.kv_layers);
      expect(model.maxContext).toBe(fact.max_context);
      expect(model.conventions.rope?.theta ?? null).toBe(fact.rope_theta);
      expect((model.parameters?.count ?? 0) / 1e9).toBeCloseTo(fact.params_total_B ?? 0, 9);
      expect(model.dims).toEqual(
        fact.mla
          ? {
              modelDim: fact.d_model,
              queryHeads: fact.n_heads,
              latentDim: fact.mla.kv_lora_rank,
              ropeDim: fact.mla.qk_rope_head_dim,
              nopeDim: fact.mla.qk_nope_head_dim,
              vDim: fact.mla.v_head_dim,
              queryRank: fact.mla.q_lora_rank ?? 0,
            }
          : {
              modelDim: fact.d_model,
              queryHeads: fact.n_heads,
              kvHeads: fact.n_kv_heads,
              headDim: fact.head_dim,
            },
      );
      const variant = nativeVariant(model.dims);
      const plan = variant.plan(proposeDims(model.dims), {
        phase: 'decode',
        conventions: model.conventions,
      });
      const elements = plan.cache.reduce((n, { heads, width }) => n + heads * width, 0);
      expect(elements * model.layers * 2).toBe(fact.kv.bytes_per_token_2B);

      const dtype = model.dtype === 'float8' ? 'FP8' : model.dtype;
      expect(fact.default_dtype).toContain(dtype);
      // What the facts recall of the type, the preset recalls; of the dims it names a source of its own.
      expect(model.recalled.includes('dtype')).toBe(fact.recalled_fields.includes('default_dtype'));
      const dimsRecalled = fact.recalled_fields.some((field) => /n_heads|head_dim/.test(field));
      expect(model.sources.some((source) => source.includes('(heads, '))).toBe(dimsRecalled);
    },
  );
});
