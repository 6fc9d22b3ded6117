// Weights in f16: what is stored of them, and which have no number there.

import { describe, expect, test } from 'vitest';
import { roundedToHalf, toHalfWeight, unfitForHalf } from './halfWeights';

describe('weights in f16', () => {
  test('keep eleven bits where plain halves would be subnormal', () => {
    for (const value of [5e-5, -3e-6, 2 ** -22]) {
      expect(Math.abs(roundedToHalf(value) / value - 1)).toBeLessThanOrEqual(2 ** -11);
    }
    expect(toHalfWeight(1)).toBe(0x5c00);
    expect(roundedToHalf(0)).toBe(0);
  });

  test('name the first value that they have no number for', () => {
    expect(unfitForHalf(Float32Array.of(255.875, -255.875, 2 ** -30, 0))).toBeUndefined();
    const of = (...values: number[]) => unfitForHalf(Float32Array.of(...values));
    const range = 'f16 weights lie from -255.875 to 255.875';
    expect(of(1, 256, NaN)).toBe(`[1] is 256: ${range}`);
    expect(of(-Infinity)).toBe(`[0] is -Infinity: ${range}`);
    expect(of(0, NaN)).toBe(`[1] is NaN: ${range}`);
  });
});
