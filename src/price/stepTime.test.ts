// The time of a step against sums by hand, and what more tokens, windows and devices do to it.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { proposeDims } from '../attention/propose';
import { gqa } from '../attention/variants/gqa';
import { mla } from '../attention/variants/mla';
import { deviceById } from '../facts/devices';
import { modelById } from '../facts/models';
import { anyFormat } from './anyPlan.test-support';
import { oneDevice } from './parallel';
import { shaderCeilings } from './roofline';
import type { ServedModel } from './served';
import { anyModel, anyServing, llama8b } from './served.test-support';
import { stepTime, type StepSize } from './stepTime';

fc.configureGlobal({ seed: 20261122 });

const h100 = shaderCeilings(deviceById('h100-sxm'));
const decode = (cachedTokens: number, batch = 1): StepSize => ({
  batch,
  newTokens: 1,
  cachedTokens,
  format: 'f16',
});

const total = (parts: readonly { work: { bytes: number; flops: number } }[]) => ({
  bytes: parts.reduce((n, { work }) => n + work.bytes, 0),
  flops: parts.reduce((n, { work }) => n + work.flops, 0),
});

describe('a decode step of Llama-3.1-8B on an H100', () => {
  const step = stepTime(llama8b(), decode(8192), h100, oneDevice);

  test('reads all weights and the cache once: 5.115 ms, bound by memory', () => {
    const activations = 32 * 2 * 4096 * 4;
    expect(total(step.parts).bytes).toBe(2 * 8_030_261_248 + 8192 * 131_072 + activations);
    expect((1e3 * step.seconds).toFixed(3)).toBe('5.115');
    expect(step.bound).toBe('memory');
  });

  test('does 2 flops a parameter and 4 h d a cached token, and rotates what is new', () => {
    const attend = 32 * 4 * 32 * 128 * 8192;
    const rotate = 32 * 3 * (32 + 8) * 128;
    expect(total(step.parts).flops).toBe(2 * 8_030_261_248 + attend + rotate);
  });

  test('is told in parts that add up', () => {
    expect(step.parts.map(({ part, group }) => [part, group])).toEqual([
      ['attention', 0],
      ['projections', 0],
      ['rest', null],
    ]);
    expect(step.parts[0]?.work.bytes).toBe(8192 * 131_072);
    expect(step.seconds).toBe(step.parts.reduce((n, { time }) => n + time.seconds, 0));
  });

  test('turns to compute with more sequences than the knee', () => {
    const at = (batch: number) => stepTime(llama8b(), decode(512, batch), h100, oneDevice).bound;
    expect([at(1), at(8), at(64)]).toEqual(['memory', 'memory', 'compute']);
  });
});

test('a prefill of 2,048 tokens computes and a decode reads, though both pass the same weights', () => {
  const size = { ...decode(2048), newTokens: 2048 };
  const prefill = stepTime(llama8b(), size, h100, oneDevice);
  expect(prefill.bound).toBe('compute');
  // 2 flops for each parameter and token, and half of the 2048 by 2048 scores.
  const flops = 2 * 8_030_261_248 * 2048 + (32 * 4 * 32 * 128 * (2048 * 2049)) / 2;
  expect(total(prefill.parts).flops).toBe(flops + 2048 * 32 * 3 * 40 * 128);
  expect(prefill.seconds).toBeCloseTo(flops / 66.9e12, 2);
});

test('MLA with 128 heads attends slower than GQA with shader arithmetic, and faster with matrix units', () => {
  const dims = { ...proposeDims(modelById('deepseek-v3').dims), kvHeads: 8 };
  const attention = (plan: ReturnType<typeof mla.plan>, flopsPerSecond: number) => {
    const model = {
      groups: [{ layers: 1 }],
      plan,
      rest: { total: 0, active: 0 },
      weightBits: 16,
    };
    const ceilings = { bandwidthBytesPerSecond: 3.35e12, flopsPerSecond };
    return stepTime(model, decode(131_072), ceilings, oneDevice).parts[0]?.time;
  };
  const [latent, grouped] = [
    mla.plan(dims, { phase: 'decode' }),
    gqa.plan(dims, { phase: 'decode' }),
  ];
  expect(attention(latent, 66.9e12)?.bound).toBe('compute');
  expect(attention(grouped, 66.9e12)?.bound).toBe('memory');
  const ratio = (flopsPerSecond: number) =>
    (attention(latent, flopsPerSecond)?.seconds ?? 0) /
    (attention(grouped, flopsPerSecond)?.seconds ?? 1);
  expect(ratio(66.9e12)).toBeGreaterThan(3);
  // 1,152 bytes a token against 4,096, and the up-projections that absorption reads.
  expect(ratio(989e12)).toBe((1152 + (2 * 128 * 256 * 512) / 131_072) / 4096);
});

describe('a mixture of experts', () => {
  const dims = proposeDims(modelById('deepseek-v3').dims);
  const stepOf = (rest: ServedModel['rest'], batch: number) => {
    const model = {
      groups: [{ layers: 61 }],
      plan: mla.plan(dims, { phase: 'decode' }),
      rest,
      weightBits: 8,
    };
    return stepTime(model, decode(1000, batch), h100, oneDevice);
  };
  const read = (rest: ServedModel['rest'], batch: number) =>
    stepOf(rest, batch).parts.at(-1)?.work.bytes ?? 0;

  test('is read as far as its tokens choose: each layer E (1 - (1 - k / E)^tokens) experts', () => {
    // 10 for every token and 4 experts of 5, 2 for each: two tokens choose 2, 3 or 4 experts, 3 on average.
    const small = { total: 30, active: 20, experts: { count: 4, perToken: 2 } };
    expect([1, 2, 3].map((batch) => read(small, batch))).toEqual([20, 25, 27.5]);
    expect(read(small, 60)).toBeCloseTo(30, 9);
    expect(stepOf(small, 2).restRead).toBe('evenRouting');
  });

  test('of DeepSeek-V3 reads 58 layers of experts by the tokens, and all else by the step', () => {
    // arXiv:2412.19437, section 4.2: 256 routed experts in 58 layers, 8 for a token, each 3 matrices of 7168 by 2048;
    // beside them a shared expert, 3 dense layers of 18432, embedding and head of 129,280 tokens.
    const expert = 3 * 7168 * 2048;
    const always = 58 * expert + 3 * 3 * 7168 * 18_432 + 2 * 129_280 * 7168;
    const routed = 58 * 256 * expert;
    const rest = {
      total: always + routed,
      active: always + routed / 32,
      experts: { count: 256, perToken: 8 },
    };
    const met = (tokens: number) => always + routed * (1 - (31 / 32) ** tokens);
    for (const batch of [1, 2, 32, 256]) {
      expect(read(rest, batch) / met(batch)).toBeCloseTo(1, 12);
    }
    // As if all were drawn, 16 sequences would read 18 % more: the most that the counts alone allow.
    const unknown = { total: rest.total, active: rest.active };
    expect(read(unknown, 16) / met(16)).toBeCloseTo(1.18, 2);
    expect(stepOf(rest, 16).parts.at(-1)?.work.flops).toBe(16 * 2 * rest.active);
  });

  test('of which only the counts are known is read at most as if a token met nothing but its choice', () => {
    const unknown = { total: 659e9, active: 25e9 };
    expect(read(unknown, 1)).toBeCloseTo(25e9, 0);
    expect(read(unknown, 2) / 1e9).toBeCloseTo(25 + 25 * (1 - 25 / 659), 6);
    expect(read(unknown, 256) / 659e9).toBeGreaterThan(0.9999);
    expect(stepOf(unknown, 2).restRead).toBe('atMost');
    // A token that chooses an eighth of the experts would meet more than 25e9 of these: the experts cannot be those.
    const impossible = { ...unknown, experts: { count: 8, perToken: 1 } };
    expect(read(impossible, 7)).toBe(read(unknown, 7));
    expect(stepOf(impossible, 7).restRead).toBe('atMost');
  });

  test('that is nothing but experts is read as if all were drawn, because all are', () => {
    const drawn = { total: 30e9, active: 6e9, experts: { count: 10, perToken: 2 } };
    expect(read(drawn, 3)).toBeCloseTo(30e9 * (1 - 0.8 ** 3), 3);
    expect(stepOf(drawn, 3).restRead).toBe('evenRouting');
  });

  test('whose tokens choose every expert is read whole, as a dense model is', () => {
    const every = { total: 30, active: 30, experts: { count: 4, perToken: 4 } };
    expect([read(every, 1), read({ total: 30, active: 30 }, 3), read(every, 9)]).toEqual([
      30, 30, 30,
    ]);
    expect(stepOf(every, 3).restRead).toBe('all');
  });
});

test("Gemma 3's windows take attention's bytes from 66.6 to 11.2 GB a step at 128K", () => {
  const dims = proposeDims({ modelDim: 5376, queryHeads: 32, kvHeads: 16, headDim: 128 });
  const plan = gqa.plan(dims, { phase: 'decode' });
  const bytes = (groups: readonly { layers: number; window?: number }[]) => {
    const model = { groups, plan, rest: { total: 0, active: 0 }, weightBits: 16 };
    const { parts } = stepTime(model, decode(131_072), h100, oneDevice);
    return total(parts.filter(({ part }) => part === 'attention')).bytes;
  };
  expect(bytes([{ layers: 62 }])).toBe(66_571_993_088);
  expect(bytes([{ layers: 10 }, { layers: 52, window: 1024 }])).toBe(11_173_625_856);
});

describe('a step of any model', () => {
  const anySize = fc
    .record({
      batch: fc.integer({ min: 1, max: 40 }),
      newTokens: fc.integer({ min: 1, max: 30 }),
      past: fc.nat(9000),
      format: anyFormat,
    })
    .map(({ past, ...size }): StepSize => ({ ...size, cachedTokens: past + size.newTokens }));

  test('takes positive time, no part of it negative, and is no shorter with more to do', () => {
    fc.assert(
      fc.property(anyModel, anySize, (model, size) => {
        const time = (more: Partial<StepSize>) =>
          stepTime(model, { ...size, ...more }, h100, oneDevice);
        const step = time({});
        expect(step.seconds).toBeGreaterThan(0);
        expect(step.parts.every(({ work }) => work.bytes >= 0 && work.flops >= 0)).toBe(true);
        const least = step.seconds * (1 - 1e-12);
        expect(time({ batch: size.batch + 1 }).seconds).toBeGreaterThanOrEqual(least);
        expect(time({ cachedTokens: size.cachedTokens + 1 }).seconds).toBeGreaterThanOrEqual(least);
        const full = model.groups.map(({ layers }) => ({ layers }));
        const unwindowed = stepTime({ ...model, groups: full }, size, h100, oneDevice);
        expect(unwindowed.seconds).toBeGreaterThanOrEqual(least);
      }),
    );
  });

  test('is no longer on several devices, nor shorter than an even share', () => {
    fc.assert(
      fc.property(anyServing, anySize, ({ model, deployment }, size) => {
        const alone = stepTime(model, size, h100, oneDevice).seconds;
        const { seconds } = stepTime(model, size, h100, deployment);
        expect(seconds).toBeLessThanOrEqual(alone * (1 + 1e-12));
        expect(seconds * deployment.devices).toBeGreaterThanOrEqual(alone * (1 - 1e-12));
      }),
    );
  });
});
