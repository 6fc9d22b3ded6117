// Blocks of tokens: what is empty in them, against vLLM's figures.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { proposeDims } from '../attention/propose';
import { mha } from '../attention/variants/mha';
import { anyFormat, anyGroups, anyPlan } from './anyPlan.test-support';
import { cacheBytes } from './cache';
import { pagedBytes } from './paged';

fc.configureGlobal({ seed: 20261122 });

const opt13b = mha.plan(
  proposeDims({ modelDim: 5120, queryHeads: 40, kvHeads: 40, headDim: 128 }),
  { phase: 'decode' },
);
const size = { groups: [{ layers: 40 }], format: 'f16' as const };

test('a request of OPT-13B takes 819,200 bytes a token and 1.5625 GiB for 2,048 of them', () => {
  expect(pagedBytes(opt13b, size, [1], 1).allocatedBytes).toBe(819_200n);
  expect(pagedBytes(opt13b, size, [2048], 16)).toEqual({
    allocatedBytes: 1_677_721_600n,
    usedBytes: 1_677_721_600n,
    wastedBytes: 0n,
  });
});

test('reserving 2,048 tokens for each request wastes 3 quarters, and blocks of 16 under 4 %', () => {
  const lengths = [70, 333, 512, 1045, 601, 511];
  const share = (blockTokens: number) => {
    const { wastedBytes, allocatedBytes } = pagedBytes(opt13b, size, lengths, blockTokens);
    return Number(wastedBytes) / Number(allocatedBytes);
  };
  const used = lengths.reduce((n, length) => n + length, 0);
  expect(share(2048)).toBe(1 - used / (6 * 2048));
  expect(share(2048)).toBeCloseTo(0.75, 2);
  expect(share(16)).toBeLessThan(0.04);
  expect(share(16)).toBe((10 + 3 + 0 + 11 + 7 + 1) / (80 + 336 + 512 + 1056 + 608 + 512));
});

test('less than a block is empty in each sequence and layer, and blocks of one token waste nothing', () => {
  const anyLengths = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      anyPlan,
      anyGroups,
      anyFormat,
      anyLengths,
      fc.integer({ min: 1, max: 256 }),
      (plan, groups, format, lengths, blockTokens) => {
        const paged = pagedBytes(plan, { groups, format }, lengths, blockTokens);
        expect(paged.usedBytes + paged.wastedBytes).toBe(paged.allocatedBytes);
        const used = lengths.map(
          (tokens) => cacheBytes(plan, { groups, tokens, batch: 1, format }).paddedBytes,
        );
        expect(paged.usedBytes).toBe(used.reduce((n, bytes) => n + bytes, 0n));
        const oneToken = cacheBytes(plan, { groups, tokens: 1, batch: 1, format }).paddedBytes;
        const most = BigInt((blockTokens - 1) * lengths.length) * oneToken;
        expect(paged.wastedBytes >= 0n && paged.wastedBytes <= most).toBe(true);
        expect(pagedBytes(plan, { groups, format }, lengths, 1).wastedBytes).toBe(0n);
      },
    ),
  );
});
