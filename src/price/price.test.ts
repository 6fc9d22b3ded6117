// What whole plans cost, against figures printed in papers and formulas worked by hand.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { anyDims } from '../attention/anyDims.test-support';
import type { Dims } from '../attention/dims';
import { sizeOf, type Step } from '../attention/plan';
import { proposeDims } from '../attention/propose';
import { inScope } from '../attention/scope';
import { plainConventions } from '../attention/variant';
import { variantById, variants } from '../attention/variants';
import { gqa } from '../attention/variants/gqa';
import { mla } from '../attention/variants/mla';
import { modelById } from '../facts/models';
import { anyPlan, anyWorkload } from './anyPlan.test-support';
import { cachePerToken } from './cache';
import { pricePlan, priceStep } from './price';
import { attendOf, decode } from './step.test-support';

fc.configureGlobal({ seed: 20261122 });

describe('a plan', () => {
  test("of Llama-3.1-8B's attention has 41,943,040 parameters a layer", () => {
    const plan = gqa.plan(proposeDims(modelById('llama3.1-8b').dims), { phase: 'decode' });
    const { parameters, weightBytes } = pricePlan(plan, decode(1));
    expect(parameters).toBe(4096 * 4096 * 2 + 2 * 1024 * 4096);
    expect(parameters).toBe(41_943_040);
    expect(weightBytes).toBe(2 * 41_943_040);
  });

  test("of DeepSeek-V3's attention has 187,107,328 parameters a layer, in every mode", () => {
    const dims = proposeDims(modelById('deepseek-v3').dims);
    const byHand =
      7168 * 1536 + // query down
      1536 + // its norm
      1536 * 128 * 192 + // query up
      7168 * 576 + // key-value down
      512 + // its norm
      512 * 128 * 256 + // key-value up
      128 * 128 * 7168; // output
    expect(byHand).toBe(187_107_328);
    for (const { id: mode } of mla.modes) {
      const plan = mla.plan(dims, { phase: 'decode', mode });
      expect(pricePlan(plan, decode(1)).parameters).toBe(byHand);
    }
  });

  test('that keeps no cache computes every token so far at each step', () => {
    const dims = proposeDims(modelById('llama3.2-1b').dims);
    const cached = gqa.plan(dims, { phase: 'decode' });
    const uncached = gqa.plan(dims, { phase: 'decode', mode: 'recomputed' });
    const all = pricePlan(cached, { ...decode(300), newTokens: 300 });
    const price = pricePlan(uncached, decode(300));
    expect(price.flops).toBe(all.flops);
    expect(price.inputBytes).toBe(300 * 2048 * 4);
    expect([price.cacheReadBytes, price.cacheWriteBytes]).toEqual([0, 0]);
    expect(priceStep(uncached, attendOf(uncached), decode(300)).flops).toBe(
      priceStep(cached, attendOf(cached), { ...decode(300), newTokens: 300 }).flops,
    );
  });

  test('reads cached rows of int8 and int4 with their scales, to the byte', () => {
    const dims = proposeDims({ modelDim: 64, queryHeads: 6, kvHeads: 3, headDim: 192, vDim: 33 });
    const read = (format: 'int8' | 'int4') =>
      pricePlan(gqa.plan(dims, { phase: 'decode' }), decode(10, { format })).cacheReadBytes;
    // A row of 192 is 2 groups of 128 or 6 of 32; one of 33 is a group of 33, or 2 of 32.
    expect(read('int8')).toBe(10 * 3 * (2 * 130 + 35));
    expect(read('int4')).toBe(10 * 3 * (6 * 18 + 2 * 18));
    // The first half of a tied row of 64 is one of its two groups, and the value is both.
    const tied = variantById('gta').plan({ ...dims, headDim: 64 }, { phase: 'decode' });
    const step = attendOf(tied);
    const bytes = (of: Step) => priceStep(tied, of, decode(10, { format: 'int4' })).cacheReadBytes;
    expect(bytes(step)).toBe(10 * (3 * 2 * 18 + 64));
    expect(bytes({ ...step, value: [] })).toBe(10 * (3 * 18 + 64));
  });

  test('rebuilds no key that the window hides', () => {
    const { dims } = modelById('deepseek-v2-lite');
    const conventions = { ...plainConventions, window: true };
    const plan = mla.plan(proposeDims(dims), { phase: 'prefill', mode: 'expanded', conventions });
    const windowed = pricePlan(plan, { ...decode(1000), newTokens: 10, window: 100 });
    const short = pricePlan(plan, { ...decode(109), newTokens: 10, window: 100 });
    expect(windowed).toEqual(short);
  });

  test('counts each weight once however many views its steps take of it', () => {
    fc.assert(
      fc.property(anyPlan, anyWorkload, (plan, workload) => {
        const { parameters, weightBytes } = pricePlan(plan, workload);
        expect(parameters).toBe(plan.weights.reduce((n, { axes }) => n + sizeOf(axes), 0));
        expect(weightBytes).toBe(parameters * (workload.weightFormat === 'f16' ? 2 : 4));
      }),
    );
  });

  test('writes the new rows of every field and reads no more than all cached rows', () => {
    fc.assert(
      fc.property(anyPlan, anyWorkload, (plan, workload) => {
        const price = pricePlan(plan, workload);
        const rowBytes = cachePerToken(plan, workload.format).bytes;
        expect(price.cacheWriteBytes).toBe(rowBytes * workload.batch * workload.newTokens);
        expect(price.cacheReadBytes).toBe(
          plan.cache.length === 0 ? 0 : rowBytes * workload.batch * workload.cachedTokens,
        );
      }),
    );
  });

  test('must move weights, cache, input and output, each once', () => {
    const plan = gqa.plan(proposeDims(modelById('llama3.2-1b').dims), { phase: 'decode' });
    const price = pricePlan(plan, decode(2048, { batch: 2, format: 'f16', weightFormat: 'f32' }));
    expect(price.inputBytes).toBe(2 * 2048 * 4);
    expect(price.outputBytes).toBe(2 * 2048 * 4);
    expect(price.compulsoryBytes).toBe(
      4 * 10_485_760 + // 2048 * 2048 * 2 + 2048 * 512 * 2 weights
        2048 * 2 * 2047 + // 1024 elements of 2 bytes, 2 sequences, of the 2047 tokens before
        2048 * 2 + // the new rows, which need not be read again
        2 * 2048 * 4 * 2, // x and y
    );
    expect(price.steps).toHaveLength(plan.steps.length);
    expect(price.steps.reduce((n, { flops }) => n + flops, 0)).toBe(price.flops);
  });

  test('cut to attention only has no projections but those that a mode adds', () => {
    const dims = proposeDims(modelById('deepseek-v3').dims);
    const whole = mla.plan(dims, { phase: 'decode' });
    const price = pricePlan(inScope(whole, 'attentionOnly'), decode(4096));
    expect(price.parameters).toBe(128 * 256 * 512);
    expect(price.flops).toBe(
      2 * 128 * 512 * 128 + 2 * 128 * (2 * 512 + 64) * 4096 + 2 * 128 * 512 * 128,
    );
    // In: queries, their rotated part, the latent and its rotary key; out: the context of every head.
    expect(price.inputBytes).toBe(4 * (128 * 192 + 128 * 64 + 512 + 64));
    expect(price.outputBytes).toBe(4 * 128 * 128);

    const grouped = inScope(gqa.plan(dims, { phase: 'decode' }), 'attentionOnly');
    expect(pricePlan(grouped, decode(4096)).parameters).toBe(0);
  });

  test('of GQA with as many kv heads as query heads costs what MHA costs', () => {
    fc.assert(
      fc.property(anyDims(), anyWorkload, (dims, workload) => {
        const all = { ...dims, kvHeads: dims.queryHeads };
        const price = (id: string) =>
          pricePlan(variantById(id).plan(all, { phase: 'decode' }), workload);
        expect(price('gqa')).toEqual(price('mha'));
      }),
    );
  });

  test('never gets cheaper with more tokens, sequences or heads', () => {
    fc.assert(
      fc.property(anyPlan, anyWorkload, (plan, workload) => {
        const { flops, compulsoryBytes } = pricePlan(plan, workload);
        const { batch, newTokens, cachedTokens } = workload;
        for (const more of [
          { batch: batch + 1 },
          { cachedTokens: cachedTokens + 1 },
          { newTokens: newTokens + 1, cachedTokens: cachedTokens + 1 },
          { format: 'f32' as const, weightFormat: 'f32' as const },
        ]) {
          const larger = pricePlan(plan, { ...workload, ...more });
          expect(larger.flops).toBeGreaterThanOrEqual(flops);
          expect(larger.compulsoryBytes).toBeGreaterThanOrEqual(compulsoryBytes);
        }
      }),
    );
    fc.assert(
      fc.property(
        anyDims(),
        anyWorkload,
        fc.constantFrom(...variants),
        (dims, workload, variant) => {
          const price = (d: Dims) => pricePlan(variant.plan(d, { phase: 'decode' }), workload);
          const small = price(dims);
          const large = price({ ...dims, queryHeads: 2 * dims.queryHeads });
          expect(large.flops).toBeGreaterThan(small.flops);
          expect(large.cacheReadBytes).toBeGreaterThanOrEqual(small.cacheReadBytes);
        },
      ),
    );
  });
});
