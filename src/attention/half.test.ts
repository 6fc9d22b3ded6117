import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHalf, toHalf } from './half';

describe('half precision', () => {
  test('every 16-bit pattern survives the way there and back', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = fromHalf(bits);
      if (Number.isNaN(value)) expect(fromHalf(toHalf(value))).toBeNaN();
      else expect(toHalf(value)).toBe(bits);
    }
  });

  test('rounds to the nearest, and halves to even', () => {
    fc.assert(
      fc.property(fc.double({ min: -65504, max: 65504, noNaN: true }), (exact) => {
        const value = Math.fround(exact);
        const bits = toHalf(value);
        const error = Math.abs(fromHalf(bits) - value);
        // The neighbours of a magnitude are the patterns beside it.
        for (const beside of [bits - 1, bits + 1]) {
          if ((beside & 0x7fff) > 0x7bff || (beside & 0x8000) !== (bits & 0x8000)) continue;
          const other = Math.abs(fromHalf(beside) - value);
          expect(error).toBeLessThanOrEqual(other);
          if (error === other) expect(bits & 1).toBe(0);
        }
      }),
    );
  });

  test.each([
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65520, 0x7c00],
    [65519, 0x7bff],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [-Infinity, 0xfc00],
  ])('%d is 0x%s', (value, bits) => {
    expect(toHalf(value)).toBe(bits);
  });
});
