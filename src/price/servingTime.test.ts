// First tokens and rates: chunks of a prompt, sequences together, and a memory that is too small.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { proposeDims } from '../attention/propose';
import { mla } from '../attention/variants/mla';
import { deviceById } from '../facts/devices';
import { modelById } from '../facts/models';
import { anyFormat } from './anyPlan.test-support';
import { oneDevice } from './parallel';
import { shaderCeilings } from './roofline';
import { anyServing, llama8b } from './served.test-support';
import { decodeRate, timeToFirstToken } from './servingTime';
import { stepTime } from './stepTime';

fc.configureGlobal({ seed: 20261122 });

const h100 = deviceById('h100-sxm');
const ceilings = shaderCeilings(h100);
const roomBytes = h100.memoryBytes;

test('a prompt in one step takes the time of that step', () => {
  const prompt = { tokens: 3000, batch: 2, format: 'f16' as const };
  const whole = timeToFirstToken(llama8b(), prompt, ceilings, oneDevice);
  const step = stepTime(
    llama8b(),
    { batch: 2, newTokens: 3000, cachedTokens: 3000, format: 'f16' },
    ceilings,
    oneDevice,
  );
  expect(whole).toEqual({ seconds: step.seconds, steps: [step] });
});

test('chunks attend to as much as the whole prompt, but read the weights and expand the latents again', () => {
  const flops = (model: Parameters<typeof timeToFirstToken>[0], chunkTokens?: number) => {
    const prompt = { tokens: 4000, batch: 1, format: 'f16' as const };
    const { steps } = timeToFirstToken(
      model,
      chunkTokens === undefined ? prompt : { ...prompt, chunkTokens },
      ceilings,
      oneDevice,
    );
    const parts = steps.flatMap((step) => step.parts);
    return {
      steps: steps.length,
      flops: parts.reduce((n, { work }) => n + work.flops, 0),
      bytes: parts.reduce((n, { work }) => n + work.bytes, 0),
    };
  };
  const [whole, chunked] = [flops(llama8b()), flops(llama8b(), 1500)];
  expect([whole.steps, chunked.steps]).toEqual([1, 3]);
  expect(chunked.flops).toBe(whole.flops);
  expect(chunked.bytes).toBeGreaterThan(whole.bytes + 2 * 2 * 8e9);

  const dims = proposeDims(modelById('deepseek-v2-lite').dims);
  const plan = mla.plan(dims, { phase: 'prefill' });
  const latent = { groups: [{ layers: 27 }], plan, rest: { total: 0, active: 0 }, weightBits: 16 };
  const { queryHeads, latentDim, nopeDim, vDim } = dims;
  const rebuilding = 2 * 27 * queryHeads * latentDim * (nopeDim + vDim);
  // The first chunk is rebuilt 3 times, the second twice.
  expect(flops(latent, 1500).flops - flops(latent).flops).toBe(rebuilding * (2 * 1500 + 1500));
});

test('an H100 decodes Llama-3.1-8B at 207 tokens a second, and 8 sequences at over 7 times that', () => {
  const rate = (batch: number) =>
    decodeRate(
      llama8b(),
      { tokens: 1024, batch, format: 'f16' },
      { ceilings, roomBytes },
      oneDevice,
    );
  const [one, eight] = [rate(1), rate(8)];
  expect(one.tokensPerSecond.toFixed(0)).toBe('207');
  expect(one.limit).toBe('memory');
  expect(eight.tokensPerSecond / one.tokensPerSecond).toBeGreaterThan(7);
  expect(eight.tokensPerSecondPerSequence).toBeLessThan(one.tokensPerSecondPerSequence);
});

test('capacity binds where weights and cache do not fit, whatever the rates', () => {
  const limit = (tokens: number, deployment = oneDevice) =>
    decodeRate(llama8b(), { tokens, batch: 64, format: 'f16' }, { ceilings, roomBytes }, deployment)
      .limit;
  // 80 GiB without 16.06 GB of weights hold 64 sequences of 8,325 tokens at 131,072 bytes each.
  expect(limit(8325)).not.toBe('capacity');
  expect(limit(8326)).toBe('capacity');
  expect(limit(8326, { devices: 2, attention: 'tensor' })).not.toBe('capacity');
});

test('more sequences give no fewer tokens a second in all, and no more to each', () => {
  fc.assert(
    fc.property(
      anyServing,
      anyFormat,
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 5000 }),
      ({ model, deployment }, format, batch, tokens) => {
        // Data parallelism gives a device more sequences in steps.
        fc.pre(deployment.attention === 'tensor');
        const rate = (sequences: number) =>
          decodeRate(
            model,
            { tokens, batch: sequences, format },
            { ceilings, roomBytes },
            deployment,
          );
        const [fewer, more] = [rate(batch), rate(batch + 1)];
        expect(more.tokensPerSecond).toBeGreaterThanOrEqual(fewer.tokensPerSecond * (1 - 1e-9));
        expect(more.tokensPerSecondPerSequence).toBeLessThanOrEqual(
          fewer.tokensPerSecondPerSequence * (1 + 1e-9),
        );
        expect(fewer.tokensPerSecond).toBeCloseTo(batch * fewer.tokensPerSecondPerSequence, 6);
      },
    ),
  );
});
