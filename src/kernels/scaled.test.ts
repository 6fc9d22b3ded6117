// Formats with scales in schedules: what their shaders are told, and what is turned or refused.

import { describe, expect, test } from 'vitest';
import type { Dims } from '../attention/dims';
import { formats } from '../attention/format';
import type { Plan } from '../attention/plan';
import { scaleSixteenths } from '../attention/quantize';
import { variantById } from '../attention/variants';
import type { Knobs } from './dispatch';
import { foldedGrid } from './scaled';
import { schedule } from './schedule';
import { shaderSources } from './sources';

const dims: Dims = {
  modelDim: 48,
  queryHeads: 6,
  kvHeads: 2,
  headDim: 20,
  vDim: 40,
  latentDim: 92,
  ropeDim: 6,
  nopeDim: 10,
  queryRank: 0,
  latentHeads: 2,
  queryFactors: 3,
  keyFactors: 2,
  valueFactors: 2,
};

const knobs: Knobs = {
  batch: 1,
  capacity: 300,
  maxNewTokens: 1,
  format: 'int8',
  weightFormat: 'f16',
  reduction: 'workgroup',
};

const turnsOf = (plan: Plan, changes: Partial<Knobs> = {}) =>
  schedule(plan, { ...knobs, ...changes })
    .dispatches.filter(({ kernel }) => kernel === 'spread')
    .map(({ slots, buffers }) => [slots['turn'], buffers['rows']]);

describe.each(['int8', 'int4'] as const)('store/%s', (format) => {
  test('tries the scales that the CPU tries', () => {
    const constants = Object.fromEntries(
      [...(shaderSources[`store/${format}`] ?? '').matchAll(/^const (\w+) = (\d+)u;$/gm)].map(
        ([, name, value]) => [name, Number(value)],
      ),
    );
    const { FIRST_SIXTEENTHS = 0, CANDIDATES, CODE_BITS } = constants;
    expect(CODE_BITS).toBe(formats[format].bitsPerElement);
    expect(Array.from({ length: CANDIDATES ?? 0 }, (_, i) => FIRST_SIXTEENTHS - i)).toEqual(
      scaleSixteenths[format],
    );
  });
});

describe('a schedule', () => {
  const decode = (variantId: string, mode?: string) =>
    variantById(variantId).plan(dims, { phase: 'decode', ...(mode ? { mode } : {}) });

  test('turns queries before attention and contexts after it, where fields have scales', () => {
    expect(turnsOf(decode('mla', 'absorbed'))).toEqual([
      ['turn/spread', 'queryAbsorbed'],
      ['turn/unspread', expect.stringContaining('contextLatent')],
    ]);
    for (const format of ['f32', 'f16', 'bf16'] as const) {
      expect(turnsOf(decode('mla', 'absorbed'), { format })).toEqual([]);
    }
  });

  test('turns cached rows back once, however much is rebuilt from them', () => {
    expect(turnsOf(decode('mla', 'expanded'))).toEqual([['turn/unspread', 'latents']]);
    const tpa = decode('tpa');
    expect(turnsOf(tpa)).toHaveLength(tpa.cache.length);
    expect(new Set(turnsOf(tpa).map(([, rows]) => rows))).toEqual(
      new Set(tpa.cache.map(({ id }) => id)),
    );
  });

  test('refuses a second key piece with scales in words', () => {
    const plan = decode('mla', 'absorbed');
    const cache = plan.cache.map((field) => ({ ...field, format: 'chosen' as const }));
    expect(() => schedule({ ...plan, cache }, knobs)).toThrow('a second key piece in int8');
  });
});

test('a folded grid reaches every row', () => {
  expect(foldedGrid(70_000, 3)).toEqual([65535, 2, 3]);
  expect(foldedGrid(9, 2)).toEqual([9, 1, 2]);
  expect(foldedGrid(0, 2)).toContain(0);
});
