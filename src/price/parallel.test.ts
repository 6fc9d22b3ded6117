// What each of several devices holds, against the GLA paper's table and what must hold of any plan.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { sizeOf, type Plan } from '../attention/plan';
import { proposeDims } from '../attention/propose';
import { variantById } from '../attention/variants';
import { anyFormat, anyPlan, anyWorkload } from './anyPlan.test-support';
import { cacheBytes, cachePerToken } from './cache';
import { deviceCounts, onOneDevice } from './parallel';
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
      [1, 2, 8, 16].map(
        (n) =>
          cachePerToken(split(variantById(id).plan(wide, { phase: 'decode' }), n), 'f16').bytes,
      );
    // On 16 devices each head is on two.
    expect(bytes('gqa')).toEqual([4096, 2048, 512, 512]);
    expect(bytes('mqa')).toEqual([512, 512, 512, 512]);
    expect(bytes('mla')).toEqual([1152, 1152, 1152, 1152]);
    expect(bytes('gla')).toEqual([1152, 640, 640, 640]);
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

describe('heads that do not divide among the devices', () => {
  const gqaOf = (queryHeads: number, kvHeads: number) => {
    const shape = { modelDim: 512, queryHeads, kvHeads, headDim: 32 };
    return variantById('gqa').plan({ ...proposeDims(shape), kvHeads }, { phase: 'decode' });
  };

  test('are refused with the numbers that can be chosen, instead of priced too low', () => {
    // A third of 64 query heads would be 22 on one device, reading 3 of 8 heads, and 21 on another, reading 4.
    expect(() => split(gqaOf(64, 8), 3)).toThrow(
      '64 and 8 heads cannot be shared out evenly to 3 devices: ' +
        'choose 1, 2, 4, 8, 16, 32, 64, or share out sequences',
    );
    // The query heads divide by 6, two for each device; the second device's are of two groups of three.
    expect(() => split(gqaOf(12, 4), 6)).toThrow('choose 1, 2, 4, 12, or');
    expect(() => split(gqaOf(8, 8), 16)).toThrow('8 heads cannot be shared out evenly to 16');
    expect(deviceCounts(gqaOf(12, 4))).toEqual([1, 2, 4, 12]);
    expect(deviceCounts(gqaOf(14, 2))).toEqual([1, 2, 14]);
  });

  test('stay whole where sequences are shared out', () => {
    const plan = gqaOf(12, 4);
    expect(onOneDevice(plan, 6, { devices: 6, attention: 'data' })).toEqual({ plan, batch: 1 });
  });

  test('do not arise among the numbers offered: each device holds just the heads that it reads', () => {
    const anyGroups = fc.record({
      kvHeads: fc.integer({ min: 1, max: 12 }),
      group: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(anyGroups, ({ kvHeads, group }) => {
        const plan = gqaOf(kvHeads * group, kvHeads);
        for (const devices of deviceCounts(plan)) {
          const held = split(plan, devices).cache.map(({ heads }) => heads);
          const queryHeads = (kvHeads * group) / devices;
          for (let device = 0; device < devices; device++) {
            const read = new Set<number>();
            for (let i = 0; i < queryHeads; i++) {
              read.add(Math.floor((device * queryHeads + i) / group));
            }
            expect(held).toEqual([read.size, read.size]);
          }
        }
      }),
    );
  });
});

test('a device never has more than one device alone, nor less than its share of what all have', () => {
  fc.assert(
    fc.property(anyPlan, anyWorkload, anyFormat, fc.nat(), (plan, workload, format, pick) => {
      const possible = deviceCounts(plan);
      const devices = possible[pick % possible.length] ?? 1;
      const part = split(plan, devices);
      const [held, whole] = [cachePerToken(part, format), cachePerToken(plan, format)];
      expect(held.bytes).toBeLessThanOrEqual(whole.bytes);
      expect(held.paddedBytes).toBeLessThanOrEqual(whole.paddedBytes);
      expect(devices * held.elements).toBeGreaterThanOrEqual(whole.elements);
      const [price, alone] = [pricePlan(part, workload), pricePlan(plan, workload)];
      for (const figure of ['flops', 'parameters', 'compulsoryBytes', 'cacheReadBytes'] as const) {
        expect(price[figure]).toBeLessThanOrEqual(alone[figure]);
        expect(price[figure]).toBeGreaterThanOrEqual(0);
        expect(devices * price[figure] * (1 + 1e-12)).toBeGreaterThanOrEqual(alone[figure]);
      }
      if (devices === 1) expect(part).toEqual(plan);
    }),
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
