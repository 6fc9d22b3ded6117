// The receipt adds up: every line is the product of its factors, every total of the lines above.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { proposeDims } from '../attention/propose';
import { gqa } from '../attention/variants/gqa';
import { mla } from '../attention/variants/mla';
import { modelById } from '../facts/models';
import { anyFormat, anyGroups, anyPlan } from './anyPlan.test-support';
import { cacheBytes, cachePerToken } from './cache';
import { receipt } from './receipt';

fc.configureGlobal({ seed: 20261122 });

test('of random plans, formats and groups of layers, adds up line by line to the cache', () => {
  const anySize = fc.record({
    groups: anyGroups,
    tokens: fc.integer({ min: 1, max: 1_048_576 }),
    batch: fc.integer({ min: 1, max: 64 }),
    format: anyFormat,
  });
  fc.assert(
    fc.property(anyPlan, anySize, (plan, size) => {
      const { groups, tokens, batch, format } = size;
      const bill = receipt(plan, size);
      for (const { factors, bytes } of bill.lines) {
        expect(factors.every(({ value }) => Number.isInteger(value))).toBe(true);
        expect(bytes).toBe(factors.reduce((product, { value }) => product * value, 1));
      }
      const layerBytes = bill.lines.reduce((sum, { bytes }) => sum + bytes, 0);
      expect(bill.tokenLayerBytes).toBe(layerBytes);
      expect(layerBytes).toBe(cachePerToken(plan, format).bytes);
      let [perToken, perSequence] = [0n, 0n];
      for (const [i, { stages, window }] of bill.parts.entries()) {
        expect(window).toBe(groups[i]?.window ?? null);
        let running = BigInt(layerBytes);
        for (const { value, bytes } of stages) {
          running *= BigInt(value);
          expect(bytes).toBe(running);
        }
        expect(stages[0].value).toBe(groups[i]?.layers);
        expect(stages[1].value).toBe(Math.min(tokens, window ?? Infinity));
        expect(stages[1].symbol).toBe(stages[1].value === window ? 'window' : 'cachedTokens');
        perToken += stages[0].bytes;
        perSequence += stages[1].bytes;
      }
      expect([bill.tokenBytes, bill.sequenceBytes]).toEqual([perToken, perSequence]);
      expect(bill.inAll.value).toBe(batch);
      expect(bill.totalBytes).toBe(perSequence * BigInt(batch));
      expect(bill.inAll.bytes).toBe(bill.totalBytes);
      expect(bill.totalBytes).toBe(cacheBytes(plan, size).bytes);
    }),
  );
});

test('of DeepSeek-V3 reads 512 × 2 and 64 × 2, times 61 layers: 70,272 bytes a token', () => {
  const plan = mla.plan(proposeDims(modelById('deepseek-v3').dims), { phase: 'decode' });
  const bill = receipt(plan, {
    groups: [{ layers: 61 }],
    tokens: 131_072,
    batch: 2,
    format: 'f16',
  });
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
  expect(bill.parts).toEqual([
    {
      window: null,
      stages: [
        { symbol: 'layers', value: 61, bytes: 70_272n },
        { symbol: 'cachedTokens', value: 131_072, bytes: 9_210_691_584n },
      ],
    },
  ]);
  expect(bill.inAll).toEqual({ symbol: 'batch', value: 2, bytes: 18_421_383_168n });
});

test('of Llama-3.1-8B names its kv heads, widths and bytes', () => {
  const plan = gqa.plan(proposeDims(modelById('llama3.1-8b').dims), { phase: 'decode' });
  const { lines } = receipt(plan, {
    groups: [{ layers: 32 }],
    tokens: 1,
    batch: 1,
    format: 'f16',
  });
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

test('of a cache with scales counts groups and the bytes of one, the rotary key staying at 16 bits', () => {
  const plan = mla.plan(proposeDims(modelById('deepseek-v3').dims), { phase: 'decode' });
  const size = { groups: [{ layers: 61 }], tokens: 1, batch: 1 };
  const factorsIn = (format: 'int8' | 'int4') =>
    receipt(plan, { ...size, format }).lines.map(({ factors, bytes }) => [
      ...factors.map(({ symbol, value }) => `${symbol} ${value}`),
      bytes,
    ]);
  expect(factorsIn('int8')).toEqual([
    ['scaleGroups 4', 'bytesPerGroup 130', 520],
    ['ropeDim 64', 'bytesPerElement 2', 128],
  ]);
  expect(factorsIn('int4')).toEqual([
    ['scaleGroups 16', 'bytesPerGroup 18', 288],
    ['ropeDim 64', 'bytesPerElement 2', 128],
  ]);
});

test('of Gemma 3 27B at 128K adds 10 full layers to 52 windowed ones', () => {
  const dims = proposeDims({ modelDim: 5376, queryHeads: 32, kvHeads: 16, headDim: 128 });
  const bill = receipt(gqa.plan(dims, { phase: 'decode' }), {
    groups: [{ layers: 10 }, { layers: 52, window: 1024 }],
    tokens: 131_072,
    batch: 1,
    format: 'f16',
  });
  expect(bill.tokenLayerBytes).toBe(8192);
  expect(bill.parts.map(({ stages }) => stages.map(({ bytes }) => bytes))).toEqual([
    [81_920n, 10_737_418_240n],
    [425_984n, 436_207_616n],
  ]);
  expect(bill.parts[1]?.stages[1]).toMatchObject({ symbol: 'window', value: 1024 });
  expect(bill.tokenBytes).toBe(507_904n);
  expect(bill.totalBytes).toBe(11_173_625_856n);
});
