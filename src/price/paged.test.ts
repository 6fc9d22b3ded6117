// Blocks of tokens: what is empty in them, against vLLM's figures.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { proposeDims } from '../attention/propose';
import { mha } from '../attention/variants/mha';
import { anyFormat, anyGroups, anyPlan } from './anyPlan.test-support';
import { cacheBytes } from './cache';
import { layerBlocks, pagedBytes } from './paged';

fc.configureGlobal({ seed: 20261122 });

const opt13b = mha.plan(
  proposeDims({ modelDim: 5120, queryHeads: 40, kvHeads: 40, headDim: 128 }),
  { phase: 'decode' },
);
const size = { groups: [{ layers: 40 }], format: 'f16' as const };

test('a request of OPT-13B takes 819,200 bytes a token and 1.5625 GiB for 2,048 of them', () => {
  expect(pagedBytes(opt13b, size, [1], { blockTokens: 1 }).allocatedBytes).toBe(819_200n);
  expect(pagedBytes(opt13b, size, [2048], { blockTokens: 16 })).toEqual({
    allocatedBytes: 1_677_721_600n,
    usedBytes: 1_677_721_600n,
    wastedBytes: 0n,
  });
});

test('reserving 2,048 tokens for each request wastes 3 quarters, and blocks of 16 under 4 %', () => {
  const lengths = [70, 333, 512, 1045, 601, 511];
  const share = (blockTokens: number) => {
    const { wastedBytes, allocatedBytes } = pagedBytes(opt13b, size, lengths, { blockTokens });
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
        const paged = pagedBytes(plan, { groups, format }, lengths, { blockTokens });
        expect(paged.usedBytes + paged.wastedBytes).toBe(paged.allocatedBytes);
        const used = lengths.map(
          (tokens) => cacheBytes(plan, { groups, tokens, batch: 1, format }).paddedBytes,
        );
        expect(paged.usedBytes).toBe(used.reduce((n, bytes) => n + bytes, 0n));
        const oneToken = cacheBytes(plan, { groups, tokens: 1, batch: 1, format }).paddedBytes;
        const most = BigInt((blockTokens - 1) * lengths.length) * oneToken;
        expect(paged.wastedBytes >= 0n && paged.wastedBytes <= most).toBe(true);
        const single = pagedBytes(plan, { groups, format }, lengths, { blockTokens: 1 });
        expect(single.wastedBytes).toBe(0n);
      },
    ),
  );
});

describe('a prefix that all sequences begin with', () => {
  const all = { layers: 1 };

  test('is kept once as far as it fills blocks, and what is left of it by each', () => {
    // 50 tokens are 3 blocks of 16 and 2 tokens more.
    const shared = layerBlocks(all, [70, 51, 112], { blockTokens: 16, sharedTokens: 50 });
    expect(shared).toEqual({
      sequences: [
        { tokens: 70, blocks: 5, sharedBlocks: 3, emptyTokens: 10 },
        { tokens: 51, blocks: 4, sharedBlocks: 3, emptyTokens: 13 },
        { tokens: 112, blocks: 7, sharedBlocks: 3, emptyTokens: 0 },
      ],
      blocks: 3 + 2 + 1 + 4,
      sharedBlocks: 3,
      allocatedTokens: 160,
      emptyTokens: 23,
    });
    expect(layerBlocks(all, [70, 51, 112], { blockTokens: 16 }).blocks).toBe(5 + 4 + 7);
  });

  test('is not shared where it fills no block, nor costs one sequence anything', () => {
    expect(layerBlocks(all, [70, 51], { blockTokens: 64, sharedTokens: 50 })).toEqual(
      layerBlocks(all, [70, 51], { blockTokens: 64 }),
    );
    const { blocks } = layerBlocks(all, [70], { blockTokens: 16, sharedTokens: 50 });
    expect(blocks).toBe(5);
  });

  test('is whole in a sequence that is no longer than it', () => {
    const { sequences, blocks } = layerBlocks(all, [20, 100], {
      blockTokens: 16,
      sharedTokens: 64,
    });
    expect(sequences.map(({ sharedBlocks }) => sharedBlocks)).toEqual([1, 4]);
    // The 4 blocks of the prefix, 1 for the last 4 tokens of the one and 3 for the last 36 of the other.
    expect(blocks).toBe(4 + 1 + 3);
  });

  test('is written over in a window that the sequence has outgrown', () => {
    const { sequences, blocks } = layerBlocks({ layers: 1, window: 64 }, [200, 64, 65], {
      blockTokens: 16,
      sharedTokens: 48,
    });
    expect(sequences.map(({ sharedBlocks }) => sharedBlocks)).toEqual([0, 3, 0]);
    expect(blocks).toBe(4 + 4 + 4);
  });

  test('saves its whole blocks for every sequence but one, whatever the model', () => {
    fc.assert(
      fc.property(
        anyPlan,
        anyFormat,
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 1, max: 256 }),
        (plan, format, own, sharedTokens, blockTokens) => {
          const size = { groups: [{ layers: 3 }], format };
          const lengths = own.map((tokens) => sharedTokens + tokens);
          const apart = pagedBytes(plan, size, lengths, { blockTokens });
          const shared = pagedBytes(plan, size, lengths, { blockTokens, sharedTokens });
          const once = Math.floor(sharedTokens / blockTokens) * blockTokens;
          const { paddedBytes } = cacheBytes(plan, { ...size, tokens: 1, batch: 1 });
          const saved = BigInt(once * (own.length - 1)) * paddedBytes;
          expect(apart.allocatedBytes - shared.allocatedBytes).toBe(saved);
          expect(shared.wastedBytes).toBe(apart.wastedBytes);
        },
      ),
    );
  });
});
