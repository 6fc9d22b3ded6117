// What each of several devices holds, against the GLA paper's table and what must hold of any plan.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { sizeOf, type Plan } from '../attention/plan';
import { proposeDims } from '../attention/propose';
import { variantById } from '../attention/variants';
import { anyFormat, anyPlan, anyWorkload } from './anyPlan.test-support';
import { cacheBytes, cachePerToken } from './cache';
import { onOneDevice } from './parallel';
import { pricePlan } from './price';

fc.configureGlobal({ seed: 20261122 });

const split = (plan: Plan, devices: number) =>
  onOneDevice(plan, 1, { devices, attention: 'tensor' }).plan;

/** The 1.471B model of arXiv:2505.21487, table 5: 16 query heads of 128, 4 groups, latents of 4 heads' width. */
const dims = {
  ...proposeDims({ modelDim: 2048, queryHeads: 16, kvHeads: 4, headDim: 128 }),
  latentHeads: 2,
};

describe('cache bytes per token, layer and device at 16 bits', () => {
  test.each([
    ['mha', 8192, 4096],
    ['gqa', 2048, 1024],
    ['gta', 1152, 640],
    ['gla', 1152, 640],
    ['mla', 1152, 1152],
  ])('of %s are %i on one device and %i on two, as table 5 prints', (id, one, two) => {
    const plan = variantById(id).plan(dims, { phase: 'decode' });
    const bytes = (devices: number) => cachePerToken(split(plan, devices), 'f16').bytes;
    expect([bytes(1), bytes(2)]).toEqual([one, two]);
  });

  test('of GQA with 8 heads fall to one head and then stay, while a latent never falls', () => {
    const wide = { ...proposeDims({ modelDim: 8192, queryHeads: 64, kvHeads: 8, headDim: 128 }) };
    const bytes = (id: string) =>
      [1, 2, 3, 8, 16].map(
        (n) =>
          cachePerToken(split(variantById(id).plan(wide, { phase: 'decode' }), n), 'f16').bytes,
      );
    // On 3 devices one has 3 of the heads; on 16 each head is on two devices.
    expect(bytes('gqa')).toEqual([4096, 2048, 3 * 512, 512, 512]);
    expect(bytes('mqa')).toEqual([512, 512, 512, 512, 512]);
    expect(bytes('mla')).toEqual([1152, 1152, 1152, 1152, 1152]);
    expect(bytes('gla')).toEqual([1152, 640, 640, 640, 640]);
  });

  test('of TPA lose heads in the factors over heads alone', () => {
    const plan = variantById('tpa').plan(dims, { phase: 'decode' });
    expect(cachePerToken(plan, 'f16').elements).toBe((2 + 2) * (16 + 128));
    expect(cachePerToken(split(plan, 4), 'f16').elements).toBe((2 + 2) * (4 + 128));
  });

  test('on 8 devices are 512 for GQA-8 but 1,152 for MLA, unless sequences are shared out', () => {
    const wide = proposeDims({ modelDim: 8192, queryHeads: 64, kvHeads: 8, headDim: 128 });
    const held = (id: string, attention: 'tensor' | 'data') => {
      const one = onOneDevice(variantById(id).plan(wide, { phase: 'decode' }), 16, {
        devices: 8,
        attention,
      });
      const size = { groups: [{ layers: 1 }], tokens: 1, batch: one.batch, format: 'f16' as const };
      return Number(cacheBytes(one.plan, size).bytes) / 16;
    };
    expect([held('gqa', 'tensor'), held('mla', 'tensor')]).toEqual([512, 1152]);
    expect([held('gqa', 'data'), held('mla', 'data')]).toEqual([512, 144]);
  });
});

test('weights of heads are shared out, those of latents and norms are not', () => {
  const plan = variantById('mla').plan({ ...dims, queryRank: 768 }, { phase: 'decode' });
  const sizes = ({ weights }: Plan) =>
    Object.fromEntries(weights.map(({ id, axes }) => [id, sizeOf(axes)]));
  const [one, four] = [sizes(plan), sizes(split(plan, 4))];
  for (const id of ['wqB', 'wkvB', 'wo']) expect(4 * (four[id] ?? 0)).toBe(one[id]);
  for (const id of ['wqA', 'qNorm', 'wkvA', 'kvNorm']) expect(four[id]).toBe(one[id]);
});

test('a device never has more than one device alone, nor less than its share of what all have', () => {
  fc.assert(
    fc.property(
      anyPlan,
      anyWorkload,
      anyFormat,
      fc.integer({ min: 1, max: 9 }),
      (plan, workload, format, devices) => {
        const part = split(plan, devices);
        const [held, whole] = [cachePerToken(part, format), cachePerToken(plan, format)];
        expect(held.bytes).toBeLessThanOrEqual(whole.bytes);
        expect(held.paddedBytes).toBeLessThanOrEqual(whole.paddedBytes);
        expect(devices * held.elements).toBeGreaterThanOrEqual(whole.elements);
        const [price, alone] = [pricePlan(part, workload), pricePlan(plan, workload)];
        for (const figure of [
          'flops',
          'parameters',
          'compulsoryBytes',
          'cacheReadBytes',
        ] as const) {
          expect(price[figure]).toBeLessThanOrEqual(alone[figure]);
          expect(price[figure]).toBeGreaterThanOrEqual(0);
          expect(devices * price[figure] * (1 + 1e-12)).toBeGreaterThanOrEqual(alone[figure]);
        }
        if (devices === 1) expect(part).toEqual(plan);
      },
    ),
  );
});

test('sequences are shared out whole, the plan being the same', () => {
  fc.assert(
    fc.property(anyPlan, fc.nat(100), fc.integer({ min: 1, max: 9 }), (plan, batch, devices) => {
      const one = onOneDevice(plan, batch, { devices, attention: 'data' });
      expect(one.plan).toBe(plan);
      expect(one.batch * devices).toBeGreaterThanOrEqual(batch);
      expect((one.batch - 1) * devices).toBeLessThan(batch);
    }),
  );
});
