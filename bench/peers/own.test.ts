import { expect, test } from 'vitest';
import { pricePlan } from '../../src/price/price';
import { attendPlan } from './own';
import { decodeShapes } from './shapes';

test('attends to what the shape says, and to nothing else', () => {
  const prices = decodeShapes([2048]).map((shape) =>
    pricePlan(attendPlan(shape), {
      batch: 1,
      newTokens: 1,
      cachedTokens: shape.context,
      format: 'f32',
    }),
  );
  // 2 · 2048 keys · 32 heads · (128 + 128), or (576 + 512) for the latent.
  const plain = 2 * 2048 * 32 * 256;
  expect(prices.map(({ flops }) => flops)).toEqual([plain, plain, plain, 2 * 2048 * 32 * 1088]);
  const row = 2048 * 256 * 4;
  expect(prices.map(({ cacheReadBytes }) => cacheReadBytes)).toEqual([
    32 * row,
    8 * row,
    row,
    2048 * 576 * 4,
  ]);
  expect(prices.map(({ parameters }) => parameters)).toEqual([0, 0, 0, 0]);
});
