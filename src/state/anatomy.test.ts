// Which two variants the anatomy shows, with what their steps cost; and how a layer is cut to look into it.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyChoice, smallSizes } from '../attention/anyDims.test-support';
import { dimRanges } from '../attention/dims';
import { variants } from '../attention/variants';
import { pricePlan } from '../price/price';
import { anatomyOf } from './anatomy';
import { defaultControls } from './controls';
import { cutDims, mostOf, tokenRequestOf } from './tokenRequest';

fc.configureGlobal({ seed: 20261123 });

const c = defaultControls('deepseek-v3');
const keysOf = (change: Partial<typeof c>) =>
  anatomyOf({ ...c, ...change }).sides.map(({ entry }) => entry.key);

describe('the anatomy', () => {
  test('shows the two chosen, or others where they are not shown', () => {
    expect(keysOf({})).toEqual(['mha', 'mla']);
    expect(keysOf({ anatomyLeft: 'mqa', anatomyRight: 'gqa' })).toEqual(['mqa', 'gqa']);
    expect(keysOf({ shown: ['gqa', 'mqa', 'mla'] })).toEqual(['gqa', 'mla']);
    expect(keysOf({ shown: ['mha', 'gqa'] })).toEqual(['mha', 'gqa']);
    expect(keysOf({ anatomyLeft: 'mla', anatomyRight: 'mla' })).toEqual(['mla', 'mqa']);
    expect(keysOf({ shown: ['mqa'] })).toEqual(['mqa']);
    expect(keysOf({ dims: { ...c.dims, modelDim: -1 } })).toEqual([]);
  });

  test('follows the mode that the controls say', () => {
    const [, right] = anatomyOf({ ...c, modes: { ...c.modes, mla: 'expanded' } }).sides;
    expect(right?.plan.mode).toBe('expanded');
    expect(right?.diagram.boxes.filter(({ kind }) => kind === 'rebuilt')).toHaveLength(2);
    expect(right?.work.rebuiltElements).toBe(128 * 256);
  });

  test('costs each step as the whole is priced, at the context chosen', () => {
    for (const { plan, flops } of anatomyOf({ ...c, context: 1000 }).sides) {
      const price = pricePlan(plan, { batch: 1, newTokens: 1, cachedTokens: 1000, format: 'f16' });
      expect(flops).toHaveLength(plan.steps.length);
      expect(flops.reduce((sum, own) => sum + own, 0)).toBe(price.flops);
    }
  });

  test('stays the same object while another control changes', () => {
    expect(anatomyOf({ ...c, batch: 4 })).toBe(anatomyOf(c));
    expect(tokenRequestOf({ ...c, batch: 4 })).toBe(tokenRequestOf(c));
    expect(tokenRequestOf({ ...c, seed: 4 })).not.toBe(tokenRequestOf(c));
  });
});

describe('a layer that is looked into', () => {
  test('keeps its widths, and has few heads and a short hidden state', () => {
    const request = tokenRequestOf(c);
    expect(request?.contenders.map(({ variantId, mode }) => `${variantId} ${mode}`)).toEqual([
      'mha cached',
      'mla absorbed',
    ]);
    expect(request?.dims).toMatchObject({
      modelDim: 512,
      queryHeads: 8,
      queryRank: 256,
      latentDim: 512,
      ropeDim: 64,
      nopeDim: 128,
      vDim: 128,
      kvHeads: 1,
    });
    expect(cutDims(defaultControls('llama3.1-8b').dims).kvHeads).toBe(2);
  });

  test('is possible wherever the whole one is, and never larger', () => {
    const large = { ...smallSizes, modelDim: 3000, queryHeads: 200, kvHeads: 100, latentDim: 900 };
    fc.assert(
      fc.property(anyChoice(large), ({ variant, dims }) => {
        const cut = cutDims(dims);
        expect(variant.problems(cut)).toEqual([]);
        for (const name of Object.keys(dimRanges) as (keyof typeof dimRanges)[]) {
          expect(cut[name], name).toBeLessThanOrEqual(Math.max(dims[name], 1));
        }
        expect(cut.queryHeads).toBe(Math.min(dims.queryHeads, mostOf.queryHeads));
      }),
      { numRuns: 300 },
    );
  });

  test('takes a float64 check a moment, for every model and variant', () => {
    for (const variant of variants) {
      const dims = cutDims(c.dims);
      for (const { id } of variant.modes) {
        const plan = variant.plan(dims, { phase: 'decode', mode: id });
        const { flops } = pricePlan(plan, {
          batch: 1,
          newTokens: 1,
          cachedTokens: 48,
          format: 'f32',
        });
        expect(flops / 2, `${variant.id} ${id}`).toBeLessThan(2e8);
      }
    }
  });
});
