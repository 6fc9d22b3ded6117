import { describe, expect, test } from 'vitest';
import { compare } from './agreement';

const of = (...values: number[]) => Float64Array.from(values);

describe('agreement', () => {
  test('is the largest difference over the largest reference', () => {
    const { error, maxAbs } = compare(of(1, -7.5, 3), of(1.25, -8, 3), 1);
    expect(maxAbs).toBe(0.5);
    expect(error).toBe(0.5 / 8);
  });

  test('holds up to the bound and not beyond', () => {
    expect(compare(of(4.5), of(4), 0.125).agrees).toBe(true);
    expect(compare(of(4.5), of(4), 0.124).agrees).toBe(false);
  });

  test.each([
    ['a NaN in the result', of(1, NaN), of(1, 2)],
    ['a NaN in the reference', of(1, 2), of(1, NaN)],
    ['a NaN in both', of(1, NaN), of(1, NaN)],
    ['a NaN before a small difference', of(NaN, 2.5), of(1, 2)],
    ['an infinity that the reference lacks', of(1, Infinity), of(1, 2)],
    ['an infinity that the result lacks', of(1, 2), of(1, -Infinity)],
    ['infinities of opposite sign', of(1, Infinity), of(1, -Infinity)],
  ])('never comes with %s', (_, actual, expected) => {
    expect(compare(actual, expected, Infinity)).toEqual({
      error: Infinity,
      maxAbs: Infinity,
      agrees: false,
    });
  });

  test('accepts the same infinity on both sides', () => {
    expect(compare(of(2, Infinity), of(2, Infinity), 0).agrees).toBe(true);
  });

  test('with a reference of zeros takes zeros alone', () => {
    expect(compare(of(0, -0), of(0, 0), 0)).toEqual({ error: 0, maxAbs: 0, agrees: true });
    expect(compare(of(0, 1e-30), of(0, 0), 1e-5).agrees).toBe(false);
  });

  test('refuses results of another size', () => {
    expect(() => compare(of(1), of(1, 2), 1)).toThrow('1 elements cannot be compared with 2');
  });
});
