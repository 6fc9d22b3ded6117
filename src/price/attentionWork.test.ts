// Attention's bytes and flops against sums by hand, and the intensities that the literature states.

import { describe, expect, test } from 'vitest';

import { proposeDims } from '../attention/propose';
import { variantById } from '../attention/variants';
import { deviceById } from '../facts/devices';
import { attentionWork, flopsPerRowByte } from './attentionWork';
import {
  attainableFlopsPerSecond,
  kneeFlopsPerByte,
  rooflineSeconds,
  shaderCeilings,
} from './roofline';

/** DeepSeek-V2's and V3's attention: 128 heads, latent 512, rope 64. */
const dims = proposeDims({
  modelDim: 7168,
  queryHeads: 128,
  latentDim: 512,
  ropeDim: 64,
  nopeDim: 128,
  vDim: 128,
  queryRank: 1536,
});

const planOf = (id: string, mode?: string) =>
  variantById(id).plan(dims, { phase: 'decode', ...(mode === undefined ? {} : { mode }) });

describe('flops for each byte of a cached row', () => {
  test.each([
    ['mha', 1, '1.0'],
    ['gqa', 1, '16.0'],
    ['mqa', 1, '128.0'],
    // 128 (576 + 512) 2 / (2 * 576).
    ['mla', 1, '241.8'],
    ['mha', 2, '2.0'],
    ['mla', 2, '483.6'],
  ] as const)('%s with %i new tokens does %s in bf16', (id, newTokens, printed) => {
    expect(flopsPerRowByte(planOf(id), { newTokens, format: 'bf16' }).toFixed(1)).toBe(printed);
  });

  test('are half as many in f32, and count what a mode rebuilds', () => {
    expect(flopsPerRowByte(planOf('mha'), { newTokens: 1, format: 'f32' })).toBe(0.5);
    // Expanding 512 columns to 128 heads of 256, and 128 (192 + 128) for the query, over 1152 bytes.
    const expanded = flopsPerRowByte(planOf('mla', 'expanded'), { newTokens: 1, format: 'f16' });
    expect(expanded).toBeCloseTo((2 * 512 * 128 * 256 + 2 * 128 * 320) / 1152, 9);
  });
});

describe('the attention of a step', () => {
  const size = { batch: 3, newTokens: 1, cachedTokens: 1001, format: 'f16' } as const;

  test('of MHA is its cached rows, and the rows that come in and go out in f32', () => {
    const { bytes, flops } = attentionWork(planOf('mha'), [{ layers: 7 }], size);
    expect(flops).toBe(7 * 3 * 2 * 128 * 256 * 1001);
    const rows = 3 * 1001 * 2 * 128 * 256;
    // Query, key, value and context of the new tokens.
    expect(bytes).toBe(7 * (rows + 3 * 4 * 128 * 128 * 4));
  });

  test('of MLA reads what absorption adds once, whatever the batch', () => {
    const { bytes, flops } = attentionWork(planOf('mla'), [{ layers: 1 }], size);
    const absorbed = 128 * 256 * 512;
    expect(flops).toBe(3 * (2 * 128 * 1088 * 1001 + 2 * absorbed));
    // The query is brought whole, and its rotated part once more.
    const passing = 128 * 192 + 128 * 64 + 512 + 64 + 128 * 128;
    expect(bytes).toBe(3 * 1001 * 1152 + 2 * absorbed + 3 * 4 * passing);
  });

  test('in windowed layers sees no more than the window', () => {
    const plan = planOf('gqa');
    const window = attentionWork(plan, [{ layers: 2, window: 100 }], size);
    const short = attentionWork(plan, [{ layers: 2 }], { ...size, cachedTokens: 100 });
    expect(window).toEqual(short);
    const both = attentionWork(plan, [{ layers: 3 }, { layers: 2, window: 100 }], size);
    expect(both.flops).toBe(attentionWork(plan, [{ layers: 3 }], size).flops + window.flops);
  });
});

test('the roof rises with the bandwidth up to the knee, and is the rate from there on', () => {
  const ceilings = shaderCeilings(deviceById('rtx4090'));
  const knee = kneeFlopsPerByte(ceilings);
  expect(knee.toFixed(1)).toBe('81.9');
  expect(attainableFlopsPerSecond(1, ceilings)).toBe(1.008e12);
  expect(attainableFlopsPerSecond(knee * 3, ceilings)).toBe(82.58e12);
  const work = { bytes: 7e9, flops: 7e9 * 30 };
  expect(attainableFlopsPerSecond(30, ceilings)).toBeCloseTo(
    work.flops / rooflineSeconds(work, ceilings).seconds,
    0,
  );
});
