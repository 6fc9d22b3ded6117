// The presets: well formed, and possible in every variant.

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { layersOf } from '../attention/layers';
import { proposeDims } from '../attention/propose';
import { variantById, variants } from '../attention/variants';
import { caveatTexts, publishedWeightBits } from './model';
import { modelById, modelGroup, models } from './models';
import { modelSchema } from './schema';

const named = models.map((model) => [model.id, model] as const);

describe('every preset', () => {
  test.each(named)('%s is well formed', (_, model) => {
    expect(v.parse(modelSchema, model)).toEqual(model);
    for (const caveat of model.caveats) expect(caveatTexts[caveat].length).toBeGreaterThan(10);
  });

  test.each(named)(
    '%s can be planned in every variant, mode and phase, of each of its groups of layers',
    (_, { dims, conventions, groups }) => {
      const proposed = proposeDims(dims);
      for (const variant of variants) {
        expect(variant.problems(proposed)).toEqual([]);
        for (const { id: mode } of variant.modes) {
          for (const phase of ['prefill', 'decode'] as const) {
            for (const { window, rope = conventions.rope } of groups) {
              const plan = variant.plan(proposed, {
                phase,
                mode,
                conventions: { ...conventions, rope, window: window !== undefined },
              });
              expect(plan.mode).toBe(mode);
            }
          }
        }
      }
    },
  );

  test('has an id and a name of its own and is found by its id', () => {
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
    expect(new Set(models.map(({ name }) => name)).size).toBe(models.length);
    for (const model of models) expect(modelById(model.id)).toBe(model);
    expect(() => modelById('gpt-6')).toThrow('no model "gpt-6": choose tiny-gqa');
  });

  test('that was read names its sources, and one made up says so and names none', () => {
    for (const { status, sources, caveats } of models) {
      expect(sources.length > 0).toBe(status === 'verified');
      expect(new Set(sources).size).toBe(sources.length);
      expect(caveats.includes('madeUp')).toBe(status === 'madeUp');
    }
  });

  test('states no count of parameters that is only recalled, but for one that follows from its dims', () => {
    const stated = models.filter((m) => m.recalled.includes('parameters') && m.parameters);
    expect(stated.map(({ id }) => id)).toEqual(['falcon-7b']);
  });

  test('stands under the heading of its attention, and headings do not repeat', () => {
    const groups = models.map(modelGroup);
    expect([...new Set(groups)]).toEqual(['tiny', 'mha', 'mqa', 'gqa', 'mla']);
    const changes = groups.filter((group, i) => group !== groups[i - 1]);
    expect(changes).toHaveLength(5);
  });

  test('has a token meet fewer parameters than there are only where it is a mixture of experts', () => {
    const mixtures = models.filter(({ caveats }) => caveats.includes('mixtureOfExperts'));
    expect(mixtures.length).toBeGreaterThan(10);
    for (const { id, parameters, experts, caveats } of models) {
      const mixed = caveats.includes('mixtureOfExperts');
      if (parameters) expect([id, parameters.active < parameters.count]).toEqual([id, mixed]);
      if (experts) expect([id, mixed]).toEqual([id, true]);
    }
  });

  test('of which the counts leave room for the experts that a token does not choose', () => {
    const counted = models.flatMap(({ id, parameters, experts }) =>
      parameters && experts ? [{ id, parameters, experts }] : [],
    );
    expect(counted.map(({ id }) => id).sort()).toEqual([
      'deepseek-v2',
      'deepseek-v2-lite',
      'deepseek-v3',
      'gpt-oss-120b',
      'kimi-k2',
      'mixtral-8x7b',
    ]);
    for (const { id, parameters, experts } of counted) {
      const least = (parameters.count * experts.perToken) / experts.count;
      expect(parameters.active, id).toBeGreaterThan(least);
    }
  });

  test('states the bits of its weights unless their type is recalled or experts have another', () => {
    expect(publishedWeightBits(modelById('llama3.1-8b'))).toBe(16);
    expect(publishedWeightBits(modelById('deepseek-v3'))).toBe(8);
    expect(publishedWeightBits(modelById('tiny-mla'))).toBe(32);
    for (const id of ['gpt-oss-20b', 'kimi-k3', 'llama3-8b']) {
      expect([id, publishedWeightBits(modelById(id))]).toEqual([id, null]);
    }
  });

  test('warns where its head dim is not what dividing would give, and nowhere else', () => {
    for (const { id, dims, caveats } of models) {
      const quotient = 'headDim' in dims ? dims.modelDim / dims.queryHeads : null;
      const differs = quotient !== null && 'headDim' in dims && dims.headDim !== quotient;
      expect([id, caveats.includes('headDimNotQuotient')]).toEqual([id, differs]);
    }
  });

  test('warns of engines that keep all tokens where it has windows', () => {
    for (const { id, groups, caveats } of models) {
      const windowed = groups.some(({ window }) => window !== undefined);
      expect([id, caveats.includes('enginesKeepAll')]).toEqual([id, windowed]);
    }
  });

  test('says so where the rotation that it is run with is assumed', () => {
    const saying = ['thetaUnknown', 'thetaRecalled', 'upperBound', 'converted'] as const;
    for (const { id, recalled, caveats } of models) {
      const says = saying.some((caveat) => caveats.includes(caveat));
      expect([id, says]).toEqual([id, recalled.includes('conventions')]);
    }
  });

  test('draws on caveats that are all in use', () => {
    const used = new Set(models.flatMap(({ caveats }) => caveats));
    expect([...used].sort()).toEqual(Object.keys(caveatTexts).sort());
  });
});

describe('what attention does besides its dims', () => {
  const attend = (id: string, variant: string) => {
    const { dims, conventions } = modelById(id);
    const plan = variantById(variant).plan(proposeDims(dims), { phase: 'decode', conventions });
    return plan.steps.find((step) => step.op === 'attend');
  };

  test('the softmax scale of DeepSeek-V2-Lite includes YaRN, 0.11472 as its own code computes', () => {
    expect(attend('deepseek-v2-lite', 'mla')?.scale).toBeCloseTo(0.1147213867929261, 12);
  });

  test('Gemma 2 27B scales by 1 / 12 and caps scores at 50, Gemma 3 27B scales by 1 / sqrt(168)', () => {
    expect(attend('gemma2-27b', 'gqa')).toMatchObject({ scale: 1 / 12, softcap: 50 });
    expect(attend('gemma3-27b', 'gqa')?.scale).toBeCloseTo(168 ** -0.5, 14);
    expect(attend('gemma3-27b', 'gqa')?.softcap).toBeUndefined();
  });

  test('Gemma 3 has five windowed layers of theta 10,000 for each full one of theta 1,000,000', () => {
    const { groups, conventions } = modelById('gemma3-12b');
    expect(groups.map(({ layers, window, rope }) => [layers, window, rope?.theta])).toEqual([
      [40, 1024, 10000],
      [8, undefined, undefined],
    ]);
    expect(conventions.rope).toMatchObject({ theta: 1e6, scaling: { type: 'linear', factor: 8 } });
    expect(layersOf(groups)).toBe(48);
  });

  test('gpt-oss has a sink for each query head, biases, and cos and sin times 1.3466', () => {
    const { conventions } = modelById('gpt-oss-20b');
    expect(attend('gpt-oss-20b', 'gqa')?.sinks).toBe('sinks');
    expect(conventions.biases).toEqual(['q', 'k', 'v', 'o']);
    expect(conventions.rope?.cosSinScale).toBeCloseTo(1.3466, 4);
  });

  test('GLM-4.5 and Phi-4-mini turn a part of each head', () => {
    const turned = (id: string) => {
      const { dims, conventions } = modelById(id);
      const plan = variantById('gqa').plan(proposeDims(dims), { phase: 'decode', conventions });
      return plan.tables.map(({ dim }) => dim);
    };
    expect(turned('glm-4.5')).toEqual([64]);
    expect(turned('phi4-mini')).toEqual([96]);
    expect(turned('phi4')).toEqual([128]);
  });
});
