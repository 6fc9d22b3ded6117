// What single steps cost, against figures printed in papers and formulas worked by hand.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Plan } from '../attention/plan';
import { proposeDims } from '../attention/propose';
import { inScope } from '../attention/scope';
import { plainConventions, type Conventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { gqa } from '../attention/variants/gqa';
import { mha } from '../attention/variants/mha';
import { mla } from '../attention/variants/mla';
import { mqa } from '../attention/variants/mqa';
import { modelById } from '../facts/models';
import { anyPlan, anyWorkload } from './anyPlan.test-support';
import { pricePlan, priceStep } from './price';
import { flopsPerByte } from './roofline';
import { attendOf, decode } from './step.test-support';
import type { Workload } from './workload';

fc.configureGlobal({ seed: 20261122 });

const attendFlops = (plan: Plan, workload: Workload) =>
  priceStep(plan, attendOf(plan), workload).flops;

describe('attend', () => {
  test('of a decode step costs 4 h d flops a cached token in MHA, GQA and MQA', () => {
    const dims = proposeDims({ modelDim: 4096, queryHeads: 32, kvHeads: 8, headDim: 128 });
    for (const variant of [mha, gqa, mqa]) {
      const plan = variant.plan(dims, { phase: 'decode' });
      expect(attendFlops(plan, decode(1000))).toBe(4 * 32 * 128 * 1000);
      expect(attendFlops(plan, decode(1000, { batch: 3 }))).toBe(3 * 4 * 32 * 128 * 1000);
    }
  });

  test('of absorbed MLA costs 2 h (2 c + r) flops a cached token', () => {
    const { dims, conventions } = modelById('deepseek-v3');
    const plan = mla.plan(proposeDims(dims), { phase: 'decode', conventions });
    expect(plan.mode).toBe('absorbed');
    expect(attendFlops(plan, decode(4096))).toBe(2 * 128 * (2 * 512 + 64) * 4096);
    // The figure of the facts: 278,528 flops a token of context and layer.
    expect(attendFlops(plan, decode(1))).toBe(278_528);
  });

  test('of expanded MLA costs 2 h (n + r + v), 3.4 times less than absorbed', () => {
    const dims = proposeDims(modelById('deepseek-v2').dims);
    const expanded = mla.plan(dims, { phase: 'prefill' });
    expect(expanded.mode).toBe('expanded');
    expect(attendFlops(expanded, decode(7))).toBe(2 * 128 * (128 + 64 + 128) * 7);
    const absorbed = mla.plan(dims, { phase: 'decode' });
    expect(attendFlops(absorbed, decode(7)) / attendFlops(expanded, decode(7))).toBe(1088 / 320);
  });

  test('does as many flops for each 16-bit byte as the printed table says', () => {
    const dims = { ...proposeDims(modelById('deepseek-v3').dims), kvHeads: 8 };
    const intensity = (id: string) => {
      const plan = variantById(id).plan(dims, { phase: 'decode' });
      const { flops, cacheReadBytes } = priceStep(plan, attendOf(plan), decode(8192));
      return flopsPerByte({ flops, bytes: cacheReadBytes });
    };
    expect(intensity('mha')).toBe(1);
    expect(intensity('gqa')).toBe(16);
    expect(intensity('mqa')).toBe(128);
    expect(intensity('mla').toFixed(0)).toBe('242');
    expect(intensity('mla')).toBe((128 * (576 + 512)) / 576);
  });

  test('reads the latent once although it is key and value', () => {
    const plan = mla.plan(proposeDims(modelById('deepseek-v3').dims), { phase: 'decode' });
    const { cacheReadBytes } = priceStep(plan, attendOf(plan), decode(1000, { batch: 2 }));
    expect(cacheReadBytes).toBe(576 * 2 * 1000 * 2);
  });

  test('of a prefill costs what its tokens would cost one by one', () => {
    fc.assert(
      fc.property(anyPlan, anyWorkload, (plan, workload) => {
        // Without a cache, a token costs all before it again.
        fc.pre(plan.cache.length > 0);
        const { newTokens, cachedTokens } = workload;
        let byOne = 0;
        for (let i = 0; i < newTokens; i++) {
          byOne += attendFlops(plan, {
            ...workload,
            newTokens: 1,
            cachedTokens: cachedTokens - newTokens + i + 1,
          });
        }
        expect(attendFlops(plan, workload)).toBe(byOne);
      }),
    );
  });

  test('counts no key beyond the window, and reads no row that none sees', () => {
    const dims = proposeDims({ modelDim: 64, queryHeads: 4, kvHeads: 2, headDim: 16 });
    const conventions: Conventions = { ...plainConventions, window: true };
    const plan = gqa.plan(dims, { phase: 'prefill', conventions });
    const perPair = 4 * 4 * 16;
    const attend = (past: number, newTokens: number, window: number) =>
      priceStep(plan, attendOf(plan), {
        ...decode(past + newTokens),
        newTokens,
        window,
      });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 50 }),
        (past, newTokens, window) => {
          let pairs = 0;
          const seen = new Set<number>();
          for (let i = 0; i < newTokens; i++) {
            for (let j = 0; j <= past + i; j++) {
              if (past + i - j >= window) continue;
              pairs++;
              seen.add(j);
            }
          }
          const price = attend(past, newTokens, window);
          expect(price.flops).toBe(perPair * pairs);
          expect(price.cacheReadBytes).toBe(seen.size * 2 * 2 * 16 * 2);
        },
      ),
    );
    // Without a window in the workload the whole past is seen.
    expect(attendFlops(plan, decode(9))).toBe(perPair * 9);
  });
});

describe('the other steps', () => {
  test('rebuilding keys and values at every step costs 120 times the absorbed attention', () => {
    const plan = mla.plan(proposeDims(modelById('deepseek-v2').dims), {
      phase: 'decode',
      mode: 'expanded',
    });
    const rebuilt = plan.steps.filter(({ op }) => op === 'rebuild');
    const flops = rebuilt.reduce((n, step) => n + priceStep(plan, step, decode(500)).flops, 0);
    // 512 * 256 multiply-adds for each cached token and head.
    expect(flops).toBe(2 * 131_072 * 128 * 500);
    expect((flops / (2 * 128 * 500) / 1088).toFixed(0)).toBe('120');
    // Both read the latents, and a whole plan needs them once.
    const reads = rebuilt.map((step) => priceStep(plan, step, decode(500)).cacheReadBytes);
    expect(reads).toEqual([512 * 2 * 500, 512 * 2 * 500]);
    expect(pricePlan(plan, decode(500)).cacheReadBytes).toBe((512 + 64) * 2 * 500);
  });

  test('a biased projection costs a multiply-add a weight and an addition a bias, per row', () => {
    const { dims, conventions } = modelById('qwen2.5-7b');
    const plan = gqa.plan(proposeDims(dims), { phase: 'decode', conventions });
    const [q, k] = plan.steps;
    if (!q || !k) throw new Error('no projections');
    const workload = decode(10, { newTokens: 3, batch: 2, weightFormat: 'f32' });
    expect(priceStep(plan, q, workload)).toEqual({
      flops: 6 * (2 * 3584 * 3584 + 3584),
      weightBytes: 4 * (3584 * 3584 + 3584),
      cacheReadBytes: 0,
      cacheWriteBytes: 0,
      parameters: 3584 * 3584 + 3584,
    });
    expect(priceStep(plan, k, workload).parameters).toBe(512 * 3584 + 512);
  });

  test('a norm costs 4 flops an element and a rotation 3 a rotated one', () => {
    const plan = mla.plan(proposeDims(modelById('deepseek-v3').dims), { phase: 'decode' });
    const price = (id: string) => {
      const step = plan.steps.find((item) => item.op !== 'append' && item.out === id);
      if (!step) throw new Error(`no step makes ${id}`);
      return priceStep(plan, step, decode(5, { newTokens: 2 }));
    };
    expect(price('latent')).toMatchObject({ flops: 4 * 2 * 512, parameters: 512 });
    expect(price('queryRope')).toMatchObject({ flops: 3 * 2 * 128 * 64, parameters: 0 });
    expect(price('keyRope')).toMatchObject({ flops: 3 * 2 * 64, weightBytes: 0 });
  });

  test('an append writes the new rows and no more', () => {
    const plan = mla.plan(proposeDims(modelById('deepseek-v3').dims), { phase: 'decode' });
    const workload = decode(100, { newTokens: 3, batch: 2 });
    const written = plan.steps
      .filter(({ op }) => op === 'append')
      .map((step) => priceStep(plan, step, workload).cacheWriteBytes);
    expect(written).toEqual([512 * 2 * 6, 64 * 2 * 6]);
  });
});

describe('the newer variants', () => {
  const dims = {
    ...proposeDims({ modelDim: 2048, queryHeads: 16, kvHeads: 4, headDim: 128 }),
    latentHeads: 2,
  };
  const plans = (id: string) => variantById(id).plan(dims, { phase: 'decode' });

  test('do as many flops for each 16-bit byte as the GLA paper says: about 2 h / g in GTA, h in GLA-2, 2 h in MLA', () => {
    const intensity = (id: string) => {
      const plan = plans(id);
      const { flops, cacheReadBytes } = priceStep(plan, attendOf(plan), decode(8192));
      return flopsPerByte({ flops, bytes: cacheReadBytes });
    };
    // 2 h (d + d) flops for 2 (g d + d / 2) bytes: 2 h / g without the shared half.
    expect(intensity('gta')).toBe((2 * 16) / 4.5);
    // 2 h (2 w + r) flops for 2 (2 w + r) bytes.
    expect(intensity('gla')).toBe(16);
    expect(intensity('mla')).toBe((16 * (576 + 512)) / 576);
  });

  test('read a row that is key and value once', () => {
    for (const [id, elements] of [
      ['gta', 4 * 128 + 64],
      ['gla', 512 + 64],
    ] as const) {
      const plan = plans(id);
      expect(priceStep(plan, attendOf(plan), decode(1000)).cacheReadBytes).toBe(
        2 * elements * 1000,
      );
    }
  });

  test('make TPA pay for its products: of the query once, of every cached key and value each step', () => {
    const plan = plans('tpa');
    const products = plan.steps.filter(({ op }) => op === 'outerProduct');
    const { queryFactors, keyFactors, valueFactors, queryHeads, headDim, vDim } = dims;
    expect(products.map((step) => priceStep(plan, step, decode(500)).flops)).toEqual([
      2 * queryFactors * queryHeads * headDim,
      2 * keyFactors * queryHeads * headDim * 500,
      2 * valueFactors * queryHeads * vDim * 500,
    ]);
    // The cache is small for it: (R_K + R_V) (h + d) elements, arXiv:2501.06425, table 1.
    const attentionOnly = pricePlan(inScope(plan, 'attentionOnly'), decode(500));
    expect(attentionOnly.cacheReadBytes).toBe(2 * (2 + 2) * (16 + 128) * 500);
    expect(attentionOnly.parameters).toBe(0);
  });

  test('give GLA the parameters of MLA but for its up-projections, which are half as deep', () => {
    const parameters = (id: string) => pricePlan(plans(id), decode(1)).parameters;
    const { queryHeads, latentDim, nopeDim, vDim } = dims;
    // One norm of 256 serves both latents.
    const halved = (queryHeads * (nopeDim + vDim) * latentDim) / 2;
    expect(parameters('mla') - parameters('gla')).toBe(halved + latentDim / 2);
  });
});
