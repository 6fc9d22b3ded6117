import { describe, expect, test } from 'vitest';
import { layersOf } from '../attention/layers';
import { nativeVariant, variants } from '../attention/variants';
import { models } from '../facts/models';
import { layerParameters } from '../price/served';
import { defaultControls, type Controls } from './controls';
import { entriesOf } from './entries';
import { servedModel } from './served';

const all = variants.map(({ id }) => id);

const entry = (controls: Controls, key: string) => {
  const found = entriesOf(controls).find((each) => each.key === key);
  if (!found) throw new Error(key);
  return found;
};

function served(controls: Controls, key: string, phase: 'decode' | 'prefill' = 'decode') {
  const model = servedModel(entry(controls, key), phase);
  if (!model) throw new Error(`${key} is not served`);
  return model;
}

const stated = models.filter(({ parameters }) => parameters !== null);

test.each(stated)('$id: its own attention and the rest are the published parameters', (model) => {
  const native = nativeVariant(model.dims).id;
  const { plan, groups, rest } = served({ ...defaultControls(model.id), shown: [native] }, native);
  const attention = layerParameters(plan) * layersOf(groups);
  expect(rest.total + attention).toBe(model.parameters?.count);
  expect(rest.active + attention).toBe(model.parameters?.active);
  expect(rest.experts ?? null).toEqual(model.experts);
  // Most of a model is not its attention.
  expect(attention).toBeGreaterThan(0);
  expect(rest.total).toBeGreaterThan(attention);
});

test('a proposal changes the attention and nothing else', () => {
  const v3 = { ...defaultControls('deepseek-v3'), shown: all };
  const own = served(v3, 'mla');
  // 61 layers of 187,107,328: q_a, q_b, kv_a, kv_b, o and two norms (DeepSeek-V3, section 4.2).
  expect(own.rest.total).toBe(671e9 - 61 * 187_107_328);
  for (const { key } of entriesOf(v3)) {
    const { rest, groups, weightBits, plan } = served(v3, key);
    expect({ rest, groups, weightBits }).toEqual({
      rest: own.rest,
      groups: own.groups,
      weightBits: 8,
    });
    if (key !== 'mla') expect(layerParameters(plan)).not.toBe(layerParameters(own.plan));
  }
});

test('active parameters are what a token meets of the rest, and all of them where nobody says', () => {
  const v3 = defaultControls('deepseek-v3');
  const attention = 61 * 187_107_328;
  expect(served({ ...v3, activeParameters: 37e9 }, 'mla').rest.active).toBe(37e9 - attention);
  expect(served({ ...v3, activeParameters: 0 }, 'mla').rest.active).toBe(671e9 - attention);
  // Which of them a token meets is not known of another count.
  expect(served(v3, 'mla').rest.experts).toEqual({ count: 256, perToken: 8 });
  expect(served({ ...v3, activeParameters: 36e9 }, 'mla').rest.experts).toBeUndefined();
  // More than there are is no more than all.
  expect(served({ ...v3, activeParameters: 9e11 }, 'mla').rest.active).toBe(671e9 - attention);
});

test('sizes changed here change the attention, not what is beside it', () => {
  const llama = defaultControls('llama3.1-8b');
  const narrow = { ...llama, layers: 16, dims: { ...llama.dims, kvHeads: 4 } };
  expect(served(narrow, 'gqa').rest).toEqual(served(llama, 'gqa').rest);
  expect(served(narrow, 'gqa').groups).toEqual([{ layers: 16 }]);
});

test('windowed layers are groups of their own', () => {
  const llama = { ...defaultControls('llama3.1-8b'), windowLayers: 24, window: 1024 };
  expect(served(llama, 'gqa').groups).toEqual([{ layers: 8 }, { layers: 24, window: 1024 }]);
  const windowed = models.find(({ id }) => id.startsWith('gemma'));
  if (!windowed) throw new Error('no model with windows');
  const native = nativeVariant(windowed.dims).id;
  const { groups } = served({ ...defaultControls(windowed.id), shown: [native] }, native);
  expect(layersOf(groups)).toBe(layersOf(windowed.groups));
  expect(groups.some(({ window }) => window !== undefined)).toBe(true);
});

describe('the phase', () => {
  const v3 = defaultControls('deepseek-v3');
  const inMode = (mode: string) => ({ ...v3, modes: { ...v3.modes, mla: mode } });

  test('decides how MLA computes, where the cache stays the same', () => {
    for (const mode of ['absorbed', 'expanded']) {
      const decode = served(inMode(mode), 'mla');
      const prefill = served(inMode(mode), 'mla', 'prefill');
      expect([decode.plan.mode, prefill.plan.mode]).toEqual([mode, 'expanded']);
      expect([decode.plan.phase, prefill.plan.phase]).toEqual(['decode', 'prefill']);
      expect(prefill.plan.cache).toEqual(decode.plan.cache);
    }
  });

  test('leaves the naive mode with its own plan, whose cache no other keeps', () => {
    const decode = served(inMode('naive'), 'mla');
    const prefill = served(inMode('naive'), 'mla', 'prefill');
    expect([decode.plan.mode, prefill.plan.mode]).toEqual(['naive', 'naive']);
    expect(prefill.plan.phase).toBe('prefill');
    expect(prefill.plan.cache).toEqual(decode.plan.cache);
  });
});

test('nothing is served whose parameters or sizes are not known', () => {
  const llama = defaultControls('llama3.1-8b');
  expect(servedModel(entry({ ...llama, parameters: 0 }, 'gqa'))).toBeNull();
  const impossible = { ...llama, dims: { ...llama.dims, kvHeads: 5 } };
  expect(servedModel(entry(impossible, 'gqa'))).toBeNull();
  expect(servedModel(entry(impossible, 'mha'))).not.toBeNull();
});
