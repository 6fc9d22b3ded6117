// Test support: claims computed with the program's own code, each compared with what is printed.

import { expect } from 'vitest';

import type { Dims } from '../attention/dims';
import { layersOf, type LayerGroup } from '../attention/layers';
import { find, headsOf, rowWidth, type AttendStep, type Field, type Plan } from '../attention/plan';
import { proposeDims } from '../attention/propose';
import { variantById } from '../attention/variants';
import { cacheBytes, cachePerToken, equivalentGroups } from '../price/cache';
import { priceStep } from '../price/price';
import { shareSaved, timesLess } from '../price/ratio';
import { flopsPerByte, kneeFlopsPerByte, matrixCeilings } from '../price/roofline';
import { claims } from './claims';
import { deviceById } from './devices';
import { modelById } from './models';

export function claimOf(id: string) {
  const found = claims.find((claim) => claim.id === id);
  if (!found) throw new Error(`no claim "${id}"`);
  return found;
}

/** A value that is one number or one text. */
function printed(id: string): string {
  const { value } = claimOf(id);
  if (typeof value !== 'number' && typeof value !== 'string')
    throw new Error(`${id} prints several`);
  return String(value);
}

export const dimsOf = (model: string): Dims => proposeDims(modelById(model).dims);

export function planOf(dims: Dims, variantId: string, mode?: string): Plan {
  return variantById(variantId).plan(dims, { phase: 'decode', ...(mode ? { mode } : {}) });
}

export const presetPlan = (model: string, variantId: string, mode?: string) =>
  planOf(dimsOf(model), variantId, mode);

/** Bytes of `tokens` tokens in 16 bits. */
const bytesOf = (plan: Plan, groups: readonly LayerGroup[], tokens = 1) =>
  Number(cacheBytes(plan, { groups, tokens, batch: 1, format: 'bf16' }).bytes);

const presetBytes = (model: string, variantId: string, tokens = 1) =>
  bytesOf(presetPlan(model, variantId), modelById(model).groups, tokens);

/** Elements that one token keeps in one layer. */
export const elementsOf = (plan: Plan) => cachePerToken(plan, 'bf16').elements;

function attendOf(plan: Plan): AttendStep {
  const step = plan.steps.find(({ op }) => op === 'attend');
  if (step?.op !== 'attend') throw new Error('the plan does not attend');
  return step;
}

/** Flops for each byte of the cache that attention reads, one new token, with a context that dwarfs all else. */
function intensity(plan: Plan): number {
  const step = attendOf(plan);
  const workload = { batch: 1, newTokens: 1, cachedTokens: 1_000_000, format: 'bf16' as const };
  const { flops, cacheReadBytes } = priceStep(plan, step, workload);
  return flopsPerByte({ flops, bytes: cacheReadBytes });
}

/** A shape with nothing in common: any formula that holds of it holds. */
const odd: Dims = {
  ...proposeDims({ modelDim: 700, queryHeads: 12, kvHeads: 3, headDim: 44 }),
  latentDim: 170,
  ropeDim: 22,
};

const layers = (count: number) => [{ layers: count }];

/** Each computes a claim with the program's own code and compares it with what is printed. */
export const computedClaims: Record<string, () => void> = {
  'dsv2-t1-mha': () => expect(elementsOf(planOf(odd, 'mha'))).toBe(2 * 12 * 44),
  'dsv2-t1-gqa': () => expect(elementsOf(planOf(odd, 'gqa'))).toBe(2 * 3 * 44),
  'dsv2-t1-mqa': () => expect(elementsOf(planOf(odd, 'mqa'))).toBe(2 * 44),
  'dsv2-t1-mla': () => {
    expect(elementsOf(planOf(odd, 'mla'))).toBe(170 + 22);
    expect(elementsOf(presetPlan('deepseek-v2', 'mla'))).toBe((9 / 2) * 128);
  },
  'dsv2-2.25': () => {
    const groups = equivalentGroups(presetPlan('deepseek-v2', 'mla'), dimsOf('deepseek-v2'));
    expect(groups).toBe(claimOf('dsv2-2.25').value);
  },
  'dsv2-93.3': () => {
    const v2 = elementsOf(presetPlan('deepseek-v2', 'mla')) * 60;
    const baseline = { id: '67b', value: presetBytes('deepseek-67b', 'gqa') };
    const saved = (bits: number) =>
      shareSaved({ id: 'v2', value: (v2 * bits) / 8 }, baseline).value;
    expect(baseline.value).toBe(389_120);
    expect(100 * saved(6)).toBeCloseTo(93.34, 2);
    expect((100 * saved(6)).toFixed(1)).toBe(printed('dsv2-93.3'));
    expect((100 * saved(16)).toFixed(2)).toBe('82.24');
    expect(claimOf('dsv2-93.3').correction?.value).toContain((100 * saved(16)).toFixed(1));
  },
  'dsv2-42.5': () => {
    const saved = shareSaved({ id: 'v2', value: 172.8 }, { id: '67b', value: 300.6 }).value;
    expect((100 * saved).toFixed(1)).toBe(printed('dsv2-42.5'));
  },
  'dsv2-t9': () => {
    const elements = (model: string, variant: string) =>
      elementsOf(presetPlan(model, variant)) * layersOf(modelById(model).groups);
    const largeMha = { ...dimsOf('deepseek-v2'), queryHeads: 56 };
    const computedRows = [
      elements('deepseek-v2-lite', 'mha'),
      elements('deepseek-v2-lite', 'mla'),
      elementsOf(planOf(largeMha, 'mha')) * 60,
      elements('deepseek-v2', 'mla'),
    ];
    expect(computedRows).toEqual([110_592, 15_552, 860_160, 34_560]);
    const printed = claimOf('dsv2-t9').table?.rows.map(({ cache = 0 }) =>
      (cache / 1000).toFixed(1),
    );
    expect(computedRows.map((n) => (n / 1000).toFixed(1))).toEqual(printed);
    const [smallMha = 0, smallMla = 0, largest = 0, largeMla = 0] = computedRows;
    expect(Math.round((100 * smallMla) / smallMha)).toBe(14);
    expect(Math.round((100 * largeMla) / largest)).toBe(4);
  },
  'ins-v3': () => expect(presetBytes('deepseek-v3', 'mla') / 1000).toBe(claimOf('ins-v3').value),
  'ins-qwen': () =>
    expect(presetBytes('qwen2.5-72b', 'gqa') / 1000).toBe(claimOf('ins-qwen').value),
  'ins-llama': () =>
    expect(presetBytes('llama3.1-405b', 'gqa') / 1000).toBe(claimOf('ins-llama').value),
  'ins-mult': () => {
    const v3 = { id: 'v3', value: presetBytes('deepseek-v3', 'mla') };
    const times = (model: string) =>
      timesLess(v3, { id: model, value: presetBytes(model, 'gqa') }).value.toFixed(2);
    const { value, correction } = claimOf('ins-mult');
    expect(value).toBe(`${times('qwen2.5-72b')}x and 7.28x`);
    expect(times('llama3.1-405b')).toBe('7.34');
    expect(correction?.value).toBe(`${times('llama3.1-405b')}x`);
  },
  'v3-dims': () => {
    const { dims, groups, parameters } = modelById('deepseek-v3');
    expect(dims).toEqual({
      modelDim: 7168,
      queryHeads: 128,
      latentDim: 512,
      ropeDim: 64,
      nopeDim: 128,
      vDim: 128,
      queryRank: 1536,
    });
    expect([layersOf(groups), parameters?.count]).toEqual([61, 671e9]);
  },
  absorb: () => {
    const ops = (mode: string) => presetPlan('deepseek-v2', 'mla', mode).steps.map(({ op }) => op);
    expect(ops('absorbed')).not.toContain('rebuild');
    expect(ops('expanded')).toContain('rebuild');
  },
  'fmla-intensity': () => {
    const plan = presetPlan('deepseek-v3', 'mla', 'absorbed');
    expect(intensity(plan)).toBeCloseTo((128 * (576 + 512)) / 576, 9);
    expect(intensity(plan).toFixed(0)).toBe('242');
    expect(intensity(presetPlan('kimi-k2', 'mla', 'absorbed'))).toBeCloseTo(241.8 / 2, 1);
  },
  'fmla-knee': () => {
    const { bandwidthBytesPerSecond } = { bandwidthBytesPerSecond: 3350e9 };
    const sustained = kneeFlopsPerByte({ bandwidthBytesPerSecond, flopsPerSecond: 865e12 });
    expect((sustained / 2).toFixed(1)).toBe('129.1');
    expect(Math.abs(sustained / 2 - Number(printed('fmla-knee')))).toBeLessThan(1.2);
  },
  'fmla-fp8': () => {
    // FlashMLA's own layout: a byte an element and a scale of 4 bytes for 128 of them; the rotary key in bf16.
    const { cache } = presetPlan('deepseek-v3.2', 'mla', 'absorbed');
    const bytes = cache.reduce(
      (n, { holds, width }) =>
        n + (holds === 'latent' ? width + 4 * Math.ceil(width / 128) : 2 * width),
      0,
    );
    expect(bytes).toBe(claimOf('fmla-fp8').value);
    expect(
      ((100 * bytes) / cachePerToken(presetPlan('deepseek-v3.2', 'mla'), 'bf16').bytes).toFixed(1),
    ).toBe('56.9');
  },
  'fmla-8.72': () => {
    const gibibytes = (count: number) =>
      bytesOf(presetPlan('deepseek-v3', 'mla'), layers(count), 131_072) / 2 ** 30;
    expect(gibibytes(62).toFixed(2)).toBe(printed('fmla-8.72'));
    expect(gibibytes(61).toFixed(3)).toBe('8.578');
    expect(bytesOf(presetPlan('deepseek-v3', 'mla'), layers(62))).toBe(71_424);
  },
  'gla-ai': () => {
    // 96 query heads in groups of 6. The rotary key, which the formula leaves out, is as narrow as it can be.
    const dims: Dims = {
      ...proposeDims({ modelDim: 8192, queryHeads: 96, kvHeads: 16, headDim: 128 }),
      latentDim: 1024,
      ropeDim: 2,
      latentHeads: 2,
    };
    expect(intensity(planOf(dims, 'mha'))).toBeCloseTo(1, 9);
    expect(intensity(planOf(dims, 'gqa'))).toBeCloseTo(6, 9);
    expect(intensity(planOf(dims, 'mqa'))).toBeCloseTo(96, 9);
    expect(intensity(planOf(dims, 'mla', 'absorbed')) / (2 * 96)).toBeCloseTo(1, 2);
    expect(intensity(planOf(dims, 'gla', 'absorbed')) / 96).toBeCloseTo(1, 2);
    // Half a head of rotary key for 16 heads of rows is a 33rd of what is read.
    expect(intensity(planOf(dims, 'gta'))).toBeCloseTo((2 * 6 * 32) / 33, 9);
  },
  'gla-roof': () => {
    const ceilings = matrixCeilings(deviceById('h100-sxm'));
    expect(ceilings && kneeFlopsPerByte(ceilings).toFixed(0)).toBe(printed('gla-roof'));
  },
  'vllm-800KB': () =>
    expect(presetBytes('opt-13b', 'mha') / 1024).toBe(claimOf('vllm-800KB').value),
  'vllm-1.6GB': () => {
    const bytes = presetBytes('opt-13b', 'mha', 2048);
    expect((bytes / 2 ** 30).toFixed(1)).toBe(printed('vllm-1.6GB'));
    expect([bytes / 2 ** 30, (bytes / 1e9).toFixed(3)]).toEqual([1.5625, '1.678']);
  },
  kvquant: () => {
    const gigabytes = presetBytes('llama2-7b', 'mha', 1_000_000) / 1e9;
    expect(gigabytes.toFixed(1)).toBe('524.3');
    expect(((gigabytes * 2) / 16).toFixed(1)).toBe('65.5');
    // On one GPU of 80 GB, a million tokens leave room at 2 bits and none at 3.
    expect((gigabytes * 3) / 16).toBeGreaterThan(80);
  },
  'mistral-8x': () => {
    const plan = presetPlan('mistral-7b-v0.1', 'gqa');
    const { groups } = modelById('mistral-7b-v0.1');
    const times = bytesOf(plan, layers(32), 32_768) / bytesOf(plan, groups, 32_768);
    expect(times).toBe(claimOf('mistral-8x').value);
    expect(layersOf(groups) * (groups[0]?.window ?? 0)).toBe(131_072);
  },
  'cla-t1': () => {
    const rows = claimOf('cla-t1').table?.rows ?? [];
    expect(rows).toHaveLength(18);
    for (const { label, cache, kept } of rows) {
      if (!kept) throw new Error(`${label} states no sizes`);
      const { headDim, kvHeads, layers: kvLayers } = kept;
      const dims = proposeDims({ modelDim: 2048, queryHeads: 16, kvHeads, headDim });
      const variant = kvHeads === 1 ? 'mqa' : kvHeads === 16 ? 'mha' : 'gqa';
      expect([label, bytesOf(planOf(dims, variant), layers(kvLayers))]).toEqual([label, cache]);
      // CLA's factor says how many of the 20 layers share one cache; KeepEnds leaves the first and the last alone.
      const factor = Number(/CLA(\d)/.exec(label)?.[1] ?? 1);
      const ends = label.endsWith('KeepEnds') ? 2 : 0;
      expect(ends + Math.ceil((20 - ends) / factor)).toBe(kvLayers);
    }
  },
  'cla-abs': () => {
    const plan = planOf({ ...odd, headDim: 128, vDim: 128 }, 'mqa');
    expect(bytesOf(plan, layers(20)) / bytesOf(plan, layers(10))).toBe(claimOf('cla-abs').value);
  },
  'tpa-formula': () => {
    const plan = planOf({ ...odd, keyFactors: 3, valueFactors: 2 }, 'tpa');
    const total = (of: (field: Field) => boolean) =>
      plan.cache.filter(of).reduce((n, { heads, width }) => n + heads * width, 0);
    expect(elementsOf(plan)).toBe((3 + 2) * (12 + 44));
    expect(total(({ holds }) => holds !== 'headFactor')).toBe((3 + 2) * 44);
    expect(total(({ holds }) => holds === 'headFactor')).toBe((3 + 2) * 12);
    const others = ['mha', 'mqa', 'gqa', 'mla'].map((id) => elementsOf(planOf(odd, id)));
    expect(others).toEqual([2 * 12 * 44, 2 * 44, 2 * 3 * 44, 170 + 22]);
  },
  // Shared keys and values of C columns each are MQA with one wide head.
  'mfa-formula': () =>
    expect(elementsOf(planOf({ ...odd, headDim: 256, vDim: 256 }, 'mqa'))).toBe(2 * 256),
  'su-two-faces': () => {
    const widths = (mode: string) => {
      const plan = presetPlan('deepseek-v3', 'mla', mode);
      const { key, value } = attendOf(plan);
      const own = value.map(({ from }) => headsOf(plan, from));
      return [rowWidth(plan, key), rowWidth(plan, value), Math.max(...own)];
    };
    expect(widths('expanded')).toEqual([128 + 64, 128, 128]);
    expect(widths('absorbed')).toEqual([512 + 64, 512, 1]);
    // The rotated columns are a part of the head.
    const { tables } = presetPlan('deepseek-v3', 'mla', 'expanded');
    expect(find(tables, 'rotation').dim).toBe(64);
  },
  'su-table': () => {
    const rows = claimOf('su-table').table?.rows ?? [];
    const elements = (label: string) => {
      const [, groups = '', headDim = ''] = /^GQA(\d+)-(\d+)(-PR)?$/.exec(label) ?? [];
      const native = { modelDim: 2048, queryHeads: 16, kvHeads: Number(groups) || 16 };
      const dims = proposeDims({ ...native, headDim: Number(headDim) || 128 });
      if (label === 'MHA') return elementsOf(planOf(dims, 'mha'));
      if (label.startsWith('MLA')) return elementsOf(planOf(dims, 'mla'));
      return elementsOf(planOf(dims, groups === '1' ? 'mqa' : 'gqa'));
    };
    const plain = rows.filter(({ label }) => !/-S\d$/.test(label));
    expect(plain).toHaveLength(7);
    for (const { label, cache } of plain) expect([label, elements(label)]).toEqual([label, cache]);
  },
  'transmla-93': () => {
    const saved = shareSaved(
      { id: 'mla', value: presetBytes('transmla-llama-2-7b', 'mla') },
      { id: 'mha', value: presetBytes('llama2-7b', 'mha') },
    ).value;
    expect((100 * saved).toFixed(2)).toBe('92.97');
    expect(claimOf('transmla-93').value).toMatchObject({ compress: Math.round(100 * saved) });
  },
};
