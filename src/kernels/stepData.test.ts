// What a step's numbers become before the device reads them.

import { describe, expect, test } from 'vitest';
import { shaderSources } from './sources';
import { encodeMask, sizesOf, type StepPositions } from './stepData';

const decode: StepPositions = { newTokens: 1, starts: [9], lengths: [10], offsets: [9] };

describe('an additive mask', () => {
  const encoded = (...values: number[]) =>
    encodeMask({ ...decode, additive: { columns: 1, values: Float32Array.from(values) } }, 64);

  test('hides a key by the score that the shaders call hidden', () => {
    const [, hidden] = /HIDDEN = (-[\d.e]+)f/.exec(shaderSources['part/hidden'] ?? '') ?? [];
    expect(encoded(-Infinity)[0]).toBe(Math.fround(Number(hidden)));
  });

  test('hides nothing by a finite value, however low', () => {
    expect([...encoded(-3.4e38, -2, 0.5)]).toEqual([Math.fround(-1e38), -2, 0.5]);
  });

  test('is asked for where the plan has one, and refused where it is too large', () => {
    expect(() => encodeMask(decode, 64)).toThrow('the step brings none');
    expect(() =>
      encodeMask({ ...decode, additive: { columns: 17, values: new Float32Array(17) } }, 64),
    ).toThrow('a mask of 17 values, of 16 at most');
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
  const positions: StepPositions = {
    newTokens: 2,
    starts: [900, 10],
    lengths: [902, 12],
    offsets: [900, 10],
    window: 300,
  };

  test('count slices from the window on, where attention skips what is before it', () => {
    const whole = sizesOf(positions, { knobs, splitKeys: 256, windowed: false });
    const windowed = sizesOf(positions, { knobs, splitKeys: 256, windowed: true });
    expect([whole.splits, windowed.splits]).toEqual([4, 2]);
    expect(whole.keys).toBe(301 + 12);
  });

  test('let a ring hold what its window needs, and no less', () => {
    const ring = (capacity: number) => () =>
      sizesOf(positions, {
        knobs: { ...knobs, capacity, ring: true, maxPositions: 1000 },
        splitKeys: 256,
        windowed: true,
      });
    expect(ring(301)).not.toThrow();
    expect(ring(300)).toThrow('a window of 300 and 2 new tokens need a ring of 301, not of 300');
  });

  test('refuse positions that the tables do not reach', () => {
    const short = { knobs: { ...knobs, maxPositions: 901 }, splitKeys: 256, windowed: false };
    expect(() => sizesOf(positions, short)).toThrow('token 902 of tables for 901 positions');
  });
});
