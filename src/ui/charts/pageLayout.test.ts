// The drawing of blocks: to scale, inside its room, with blocks that line up.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { layerBlocks } from '../../price/paged';
import { pageLayout } from './pageLayout';

fc.configureGlobal({ seed: 20261122 });

/** Pixels that a path of rectangles covers. */
function areaOf(path: string): number {
  let area = 0;
  for (const [, left, top, right, bottom] of path.matchAll(
    /M([\d.]+),([\d.]+)H([\d.]+)V([\d.]+)H/g,
  )) {
    area += (Number(right) - Number(left)) * (Number(bottom) - Number(top));
  }
  return area;
}

const any = fc.record({
  lengths: fc.array(fc.integer({ min: 1, max: 131072 }), { minLength: 1, maxLength: 64 }),
  sharedTokens: fc.integer({ min: 0, max: 4096 }),
  blockTokens: fc.integer({ min: 1, max: 1024 }),
  width: fc.integer({ min: 240, max: 1200 }),
  height: fc.integer({ min: 216, max: 264 }),
});

test('every token and every empty place has its part of the squares, shared blocks once', () => {
  fc.assert(
    fc.property(any, ({ lengths, sharedTokens, blockTokens, ...room }) => {
      const own = lengths.map((tokens) => sharedTokens + tokens);
      const blocks = layerBlocks({ layers: 1 }, own, { blockTokens, sharedTokens });
      const layout = pageLayout(blocks, blockTokens, room);
      const pixels = layout.side ** 2 / layout.tokensPerSquare;
      const drawn = (kind: 'tokens' | 'empty') =>
        layout.sequences.reduce((area, sequence) => area + areaOf(sequence[kind]), 0);
      const shared = blocks.sharedBlocks * blockTokens;
      expect(areaOf(layout.shared)).toBeCloseTo(shared * pixels, 3);
      expect(drawn('empty')).toBeCloseTo(blocks.emptyTokens * pixels, 3);
      const kept = blocks.allocatedTokens - blocks.emptyTokens - shared;
      expect(drawn('tokens')).toBeCloseTo(kept * pixels, 3);
    }),
  );
});

test('it stays inside its room, and a block is a whole number of squares or a square of blocks', () => {
  fc.assert(
    fc.property(any, ({ lengths, sharedTokens, blockTokens, ...room }) => {
      const own = lengths.map((tokens) => sharedTokens + tokens);
      const blocks = layerBlocks({ layers: 1 }, own, { blockTokens, sharedTokens });
      const layout = pageLayout(blocks, blockTokens, room);
      const { width, height, gutter, tokensPerSquare, lastBlocks } = layout;
      expect(gutter + width).toBeLessThanOrEqual(lastBlocks?.x ?? room.width);
      if (lastBlocks) expect(lastBlocks.x + lastBlocks.width).toBeLessThanOrEqual(room.width);
      expect(height).toBeLessThanOrEqual(room.height);
      const [small, large] = [
        Math.min(blockTokens, tokensPerSquare),
        Math.max(blockTokens, tokensPerSquare),
      ];
      expect(large % small).toBe(0);
    }),
  );
});

test('squares are one token as long as all fit, and blocks are parted every 16', () => {
  const blocks = layerBlocks({ layers: 1 }, [40, 7, 300], { blockTokens: 16 });
  const layout = pageLayout(blocks, 16, { width: 520, height: 264 });
  expect(layout).toMatchObject({
    side: 8,
    tokensPerSquare: 1,
    blockWidth: 128,
    width: 512,
    gutter: 0,
    lastBlocks: null,
  });
  // 4 blocks are a row of 64 squares: the third sequence has 19 blocks in 5 rows, after two of one row and two gaps.
  expect(layout.sequences.map(({ y }) => y)).toEqual([0, 12, 24]);
  expect(layout.height).toBe(24 + 5 * 8);
});

test('where a block is no more than a square, the last block of each is drawn large', () => {
  const blocks = layerBlocks({ layers: 1 }, [30004, 32768, 17], { blockTokens: 16 });
  const { lastBlocks, sequences, tokensPerSquare } = pageLayout(blocks, 16, {
    width: 520,
    height: 264,
  });
  expect(tokensPerSquare).toBeGreaterThanOrEqual(16);
  expect(lastBlocks).toEqual({ x: 392, width: 128, tokenWidth: 8 });
  // 4 of 16 tokens, all of them, and 1.
  expect(sequences.map(({ lastTokens }) => areaOf(lastTokens) / 8 / 8)).toEqual([4, 16, 1]);
  expect(sequences.map(({ lastEmpty }) => areaOf(lastEmpty) / 8 / 8)).toEqual([12, 0, 15]);
});
