// The receipt adds up: every line is the product of its factors, every total of the lines above.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { proposeDims } from '../attention/propose';
import { variants } from '../attention/variants';
import { gqa } from '../attention/variants/gqa';
import { mla } from '../attention/variants/mla';
import { modelById } from '../facts/models';
import { cacheBytes, cachePerToken } from './cache';
import { receipt } from './receipt';

fc.configureGlobal({ seed: 20261122 });

const size = (max: number) => fc.integer({ min: 1, max });

test('of random dims, in every variant and mode, adds up line by line to the cache', () => {
  const anyCase = fc.record({
    choice: fc.constantFrom(
      ...variants.flatMap((variant) => variant.modes.map(({ id }) => ({ variant, mode: id }))),
    ),
    modelDim: size(5000),
    kvHeads: size(16),
    groupSize: size(16),
    headDim: size(512),
    vDim: size(512),
    latentDim: size(4096),
    halfRope: size(128),
    nopeDim: size(512),
    queryRank: fc.nat(2000),
    latentHeads: fc.constantFrom(1, 2, 3),
    queryFactors: fc.integer({ min: 1, max: 4 }),
    keyFactors: fc.integer({ min: 1, max: 3 }),
    valueFactors: fc.integer({ min: 1, max: 3 }),
    layers: size(130),
    tokens: size(1_048_576),
    batch: size(64),
    format: fc.constantFrom('f16' as const, 'f32' as const),
  });
  fc.assert(
    fc.property(anyCase, ({ choice, groupSize, halfRope, layers, tokens, batch, format, ...d }) => {
      const dims = { ...d, queryHeads: d.kvHeads * groupSize, ropeDim: 2 * halfRope };
      const plan = choice.variant.plan(dims, { phase: 'decode', mode: choice.mode });
      const bill = receipt(plan, { layers, tokens, batch, format });
      for (const { factors, bytes } of bill.lines) {
        expect(bytes).toBe(factors.reduce((product, { value }) => product * value, 1));
      }
      const layerBytes = bill.lines.reduce((sum, { bytes }) => sum + bytes, 0);
      expect(bill.tokenLayerBytes).toBe(layerBytes);
      expect(layerBytes).toBe(cachePerToken(plan, format).bytes);
      let running = BigInt(layerBytes);
      for (const { value, bytes } of bill.stages) {
        running *= BigInt(value);
        expect(bytes).toBe(running);
      }
      expect(bill.stages.map(({ value }) => value)).toEqual([layers, tokens, batch]);
      expect(bill.totalBytes).toBe(running);
      expect(Number(running)).toBe(cacheBytes(plan, { layers, tokens, batch, format }).bytes);
    }),
  );
});

test('of DeepSeek-V3 reads 512 × 2 and 64 × 2, times 61 layers: 70,272 bytes a token', () => {
  const plan = mla.plan(proposeDims(modelById('deepseek-v3').dims), { phase: 'decode' });
  const bill = receipt(plan, { layers: 61, tokens: 131_072, batch: 2, format: 'f16' });
  expect(bill.lines).toEqual([
    {
      field: 'latents',
      holds: 'latent',
      factors: [
        { symbol: 'latentDim', value: 512 },
        { symbol: 'bytesPerElement', value: 2 },
      ],
      bytes: 1024,
    },
    {
      field: 'ropeKeys',
      holds: 'ropeKey',
      factors: [
        { symbol: 'ropeDim', value: 64 },
        { symbol: 'bytesPerElement', value: 2 },
      ],
      bytes: 128,
    },
  ]);
  expect(bill.tokenLayerBytes).toBe(1152);
  expect(bill.stages).toEqual([
    { symbol: 'layers', value: 61, bytes: 70_272n },
    { symbol: 'cachedTokens', value: 131_072, bytes: 9_210_691_584n },
    { symbol: 'batch', value: 2, bytes: 18_421_383_168n },
  ]);
});

test('of Llama-3.1-8B names its kv heads, widths and bytes', () => {
  const plan = gqa.plan(proposeDims(modelById('llama3.1-8b').dims), { phase: 'decode' });
  const { lines } = receipt(plan, { layers: 32, tokens: 1, batch: 1, format: 'f16' });
  expect(lines.map(({ factors }) => factors)).toEqual([
    [
      { symbol: 'kvHeads', value: 8 },
      { symbol: 'qkDim', value: 128 },
      { symbol: 'bytesPerElement', value: 2 },
    ],
    [
      { symbol: 'kvHeads', value: 8 },
      { symbol: 'vDim', value: 128 },
      { symbol: 'bytesPerElement', value: 2 },
    ],
  ]);
});
