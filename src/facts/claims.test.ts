// Published claims: well formed, complete, and every one that can be computed is, to the printed digit.

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import type { Dims } from '../attention/dims';
import { proposeDims } from '../attention/propose';
import { variants } from '../attention/variants';
import { cachePerToken } from '../price/cache';
import { onOneDevice } from '../price/parallel';
import { timesLess } from '../price/ratio';
import {
  claimOf,
  computedClaims,
  dimsOf,
  elementsOf,
  planOf,
  presetPlan,
} from './claimChecks.test-support';
import { claims } from './claims';
import { claimSchema } from './schema';
import { sharedFacts } from './shared.test-support';

/** Measured, reported or said: nothing here could compute them. */
const quoted: readonly string[] = [
  'dsv2-5.76',
  'dsv2-t8',
  'ins-gflops',
  'dsinfer',
  'dsv2-6bit',
  'fmla-2025-02',
  'fmla-2025-04',
  'fmla-sparse',
  'gla-speed',
  'gla-serving',
  'vllm-util',
  'vllm-60-80',
  'vllm-2-4x',
  'vllm-24x',
  'vllm-65-30',
  'kivi',
  'gemma3-swa',
  'mfa-abs',
  'step3',
  'su-10091',
  'gqa-t1',
  'mqa-speed',
  'mqa-quality',
  'gla-ppl',
  'tpa-quality',
  'transmla-ppl',
];

describe('every claim', () => {
  test.each(claims.map((claim) => [claim.id, claim] as const))('%s is well formed', (_, claim) => {
    expect(v.parse(claimSchema, claim)).toEqual(claim);
    const names = variants.map(({ name }) => name);
    for (const { label, attention, values, cache } of claim.table?.rows ?? []) {
      expect([label, values.length]).toEqual([label, claim.table?.columns.length]);
      expect(cache !== undefined).toBe(claim.table?.cacheUnit !== undefined);
      if (attention !== undefined) expect(names).toContain(attention);
    }
  });

  test('is one of those that are computed here or one of those that are quoted alone', () => {
    const ids = claims.map(({ id }) => id);
    expect(new Set(ids).size).toBe(57);
    expect([...Object.keys(computedClaims), ...quoted].sort()).toEqual(ids.sort());
    for (const { id, kind } of claims) {
      expect([id, kind === 'quoted']).toEqual([id, quoted.includes(id)]);
    }
  });

  test('says what to show instead where it is not to be repeated, and two of them are not', () => {
    const corrected = claims.filter(({ kind }) => kind === 'corrected');
    expect(corrected.map(({ id }) => id)).toEqual(['dsv2-93.3', 'ins-mult']);
    for (const { kind, correction } of claims) {
      expect(correction !== undefined).toBe(kind === 'corrected');
    }
  });

  test('names its assumption where it takes one to arrive at the printed value', () => {
    const assumed = claims.filter(({ kind }) => kind === 'inference');
    expect(assumed.map(({ id }) => id)).toEqual(['dsv2-t9', 'fmla-8.72', 'kvquant']);
    for (const { note = '' } of assumed) expect(note.length).toBeGreaterThan(40);
  });
});

describe('computed to what is printed', () => {
  test.each(Object.entries(computedClaims))('%s', (_, check) => {
    expect.hasAssertions();
    check();
  });
});

describe('what people repeat without its baseline', () => {
  const latent = { id: 'mla', value: elementsOf(presetPlan('deepseek-v3', 'mla')) };

  test('57x is MLA against MHA with V3’s own 128 heads of 128', () => {
    const mha = { id: 'mha', value: elementsOf(presetPlan('deepseek-v3', 'mha')) };
    expect([mha.value, Math.round(timesLess(latent, mha).value)]).toEqual([32_768, 57]);
  });

  test('71x is MLA against the expanded keys and values of a naive implementation', () => {
    const naive = { id: 'naive', value: elementsOf(presetPlan('deepseek-v3', 'mla', 'naive')) };
    expect([naive.value, Math.round(timesLess(latent, naive).value)]).toEqual([40_960, 71]);
    expect(2 * naive.value * 61).toBe(4_997_120);
  });

  test('24.9x is DeepSeek-V2’s own: its large MHA of 56 heads', () => {
    const mha = { ...dimsOf('deepseek-v2'), queryHeads: 56 };
    const [large, small] = [planOf(mha, 'mha'), presetPlan('deepseek-v2', 'mla')];
    expect((elementsOf(large) / elementsOf(small)).toFixed(1)).toBe('24.9');
  });
});

test('the GLA paper’s table 5: bytes per token, layer and device, on one and on two devices', () => {
  const dims: Dims = {
    ...proposeDims({ modelDim: 2048, queryHeads: 16, kvHeads: 4, headDim: 128 }),
    latentHeads: 2,
  };
  const bytes = (id: string) =>
    [1, 2].map((devices) => {
      const { plan } = onOneDevice(planOf(dims, id), 1, { devices, attention: 'tensor' });
      return cachePerToken(plan, 'bf16').bytes;
    });
  expect(
    Object.fromEntries(['mha', 'gqa', 'gta', 'gla', 'mla'].map((id) => [id, bytes(id)])),
  ).toEqual({
    mha: [8192, 4096],
    gqa: [2048, 1024],
    gta: [1152, 640],
    gla: [1152, 640],
    mla: [1152, 1152],
  });
});

const sharedClaim = v.object({
  id: v.string(),
  value: v.optional(v.unknown()),
  formula: v.optional(v.string()),
  status: v.string(),
});
const shared = sharedFacts('published.json', v.object({ claims: v.array(sharedClaim) }))?.claims;

/** Every number in a value, also those inside of words, as printed. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value === 'string') return (value.match(/\d+(\.\d+)?/g) ?? []).map(Number);
  if (Array.isArray(value)) return value.flatMap(numbersIn);
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(numbersIn);
  return [];
}

/** Sizes of models are stated in full here and as 7.1B or 931M there. */
const scaled = (numbers: readonly number[]) =>
  new Set(numbers.flatMap((n) => [n, n / 1e3, n / 1e6, n / 1e9]));

describe.skipIf(!shared)('against ../shared/facts/published.json', () => {
  test('every claim is here, and no other', () => {
    expect(claims.map(({ id }) => id).sort()).toEqual(shared?.map(({ id }) => id).sort());
  });

  test.each((shared ?? []).map((fact) => [fact.id, fact] as const))(
    '%s has its figures, formula and status',
    (id, fact) => {
      const { value, table, formula, status } = claimOf(id);
      expect(formula).toBe(fact.formula);
      const ours = scaled(numbersIn([value, table]));
      for (const number of numbersIn(fact.value)) expect(ours).toContain(number);
      const stated = {
        verified: 'VERIFIED',
        secondary: 'VERIFIED (secondary)',
        citation: 'VERIFIED (citation only)',
      };
      expect(fact.status.startsWith(stated[status])).toBe(true);
      if (status === 'verified') expect(fact.status).toBe('VERIFIED');
    },
  );
});
