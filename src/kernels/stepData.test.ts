// What a step's numbers become before the device reads them.

import { describe, expect, test } from 'vitest';
import { proposeDims } from '../attention/propose';
import { variantById } from '../attention/variants';
import { shaderSources } from './sources';
import { encodeMask, sizesOf, type StepPositions } from './stepData';

const decode: StepPositions = { newTokens: 1, starts: [9], lengths: [10], offsets: [9] };

describe('an additive mask', () => {
  const encoded = (columns: number, ...values: number[]) =>
    encodeMask(
      { ...decode, lengths: [3], additive: { columns, values: Float32Array.from(values) } },
      { bytes: 64, heads: 2 },
    );

  test('hides a key by the score that the shaders call hidden', () => {
    const [, hidden] = /HIDDEN = (-[\d.e]+)f/.exec(shaderSources['part/hidden'] ?? '') ?? [];
    expect(encoded(3, -Infinity, 1, 1, 1, 1, 1)[0]).toBe(Math.fround(Number(hidden)));
  });

  test('hides nothing by a finite value, however low', () => {
    expect([...encoded(3, -3.4e38, -2, 0.5, 1, 2, 3)].slice(0, 3)).toEqual([
      Math.fround(-1e38),
      -2,
      0.5,
    ]);
  });

  test('is asked for where the plan has one', () => {
    expect(() => encodeMask(decode, { bytes: 64 })).toThrow('the step brings none');
  });

  test('is refused where it is too large or too small', () => {
    const ones = (count: number) => Array.from({ length: count }, () => 1);
    expect(() => encoded(17, ...ones(17))).toThrow('a mask of 17 values, of 16 at most');
    expect(() => encoded(3, ...ones(5))).toThrow('a mask of 5 values, not of 1 × 2 × 1 × 3 = 6');
  });
});

describe('the sizes of a step', () => {
  const knobs = {
    batch: 2,
    capacity: 1000,
    maxNewTokens: 4,
    format: 'f32',
    weightFormat: 'f32',
    reduction: 'workgroup',
  } as const;
  const dims = proposeDims({ modelDim: 24, queryHeads: 4, kvHeads: 2, headDim: 8, vDim: 8 });
  const planOf = (mode: string) => variantById('gqa').plan(dims, { phase: 'prefill', mode });
  const plan = planOf('cached');
  const positions: StepPositions = {
    newTokens: 2,
    starts: [900, 10],
    lengths: [902, 12],
    offsets: [900, 10],
    window: 300,
  };

  test('count slices from the window on, where attention skips what is before it', () => {
    const whole = sizesOf(positions, { plan, knobs, splitKeys: 256, windowed: false });
    const windowed = sizesOf(positions, { plan, knobs, splitKeys: 256, windowed: true });
    expect([whole.splits, windowed.splits]).toEqual([4, 2]);
    expect(whole.keys).toBe(301 + 12);
  });

  test('let a ring hold what its window needs, and no less', () => {
    const ring = (capacity: number) => () =>
      sizesOf(positions, {
        plan,
        knobs: { ...knobs, capacity, ring: true, maxPositions: 1000 },
        splitKeys: 256,
        windowed: true,
      });
    expect(ring(301)).not.toThrow();
    expect(ring(300)).toThrow('a window of 300 and 2 new tokens need a ring of 301, not of 300');
  });

  test('refuse positions that the tables do not reach', () => {
    const short = { plan, knobs: { ...knobs, maxPositions: 901 }, splitKeys: 256, windowed: false };
    expect(() => sizesOf(positions, short)).toThrow('token 902 of tables for 901 positions');
  });

  test('refuse keys that a plan without a cache has not', () => {
    const cacheless = { plan: planOf('recomputed'), knobs, splitKeys: 256, windowed: false };
    expect(() => sizesOf(positions, cacheless)).toThrow(
      '902 visible keys of a plan without a cache, which has the 2 new tokens alone',
    );
    // Without attention nobody looks at keys: rotation alone, say.
    const rotation = { ...cacheless, plan: { ...cacheless.plan, steps: [] } };
    expect(() => sizesOf(positions, rotation)).not.toThrow();
  });
});
