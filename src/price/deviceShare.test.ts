// What each of several devices keeps, summed up by hand for two published models.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { proposeDims } from '../attention/propose';
import { variantById } from '../attention/variants';
import { anyFormat, anyPlan } from './anyPlan.test-support';
import { deviceShare } from './deviceShare';
import { deviceCounts, type Deployment } from './parallel';

fc.configureGlobal({ seed: 20261122 });

const on = (devices: number, attention: Deployment['attention'] = 'tensor'): Deployment => ({
  devices,
  attention,
});

describe('Llama-3.1-8B’s 8 heads of keys and values, 128 wide each', () => {
  const llama = proposeDims({ modelDim: 4096, queryHeads: 32, kvHeads: 8, headDim: 128 });
  const gqa = variantById('gqa').plan(llama, { phase: 'decode' });

  test.each([
    [1, 2048, 1],
    [2, 1024, 1],
    [8, 256, 1],
    [16, 256, 2],
  ])('are, on %i devices, %i elements on each and %i of every one', (devices, elements, copies) => {
    expect(deviceShare(gqa, 'f16', on(devices))).toEqual({ elements, bytes: 2 * elements, copies });
  });

  test('are never repeated where sequences are shared out', () => {
    expect(deviceShare(gqa, 'f16', on(16, 'data'))).toEqual({
      elements: 128,
      bytes: 256,
      copies: 1,
    });
    // Any number of devices can have sequences; 2048 elements in three parts.
    expect(deviceShare(gqa, 'f32', on(3, 'data')).elements).toBeCloseTo(2048 / 3, 10);
  });
});

test('DeepSeek-V3’s latent is whole on each of 8 devices, 8 times in all, unless sequences are shared out', () => {
  const shape = { modelDim: 7168, queryHeads: 128, kvHeads: 128, headDim: 128 };
  const dims = { ...proposeDims(shape), latentDim: 512, ropeDim: 64, nopeDim: 128, vDim: 128 };
  const mla = variantById('mla').plan(dims, { phase: 'decode' });
  expect(deviceShare(mla, 'bf16', on(8))).toEqual({ elements: 576, bytes: 1152, copies: 8 });
  expect(deviceShare(mla, 'bf16', on(8, 'data'))).toEqual({ elements: 72, bytes: 144, copies: 1 });
});

test('all devices together keep the whole at least once, and never more than one whole each', () => {
  fc.assert(
    fc.property(anyPlan, anyFormat, fc.nat(), (plan, format, pick) => {
      fc.pre(plan.cache.length > 0);
      const counts = deviceCounts(plan);
      const devices = counts[pick % counts.length] ?? 1;
      const { copies } = deviceShare(plan, format, on(devices));
      expect(copies).toBeGreaterThanOrEqual(1 - 1e-12);
      expect(copies).toBeLessThanOrEqual(devices + 1e-12);
      expect(deviceShare(plan, format, on(devices, 'data')).copies).toBeCloseTo(1, 12);
    }),
  );
});
