import { describe, expect, test } from 'vitest';
import { byteAxis, contextTicks, logAxis } from './axes';

describe('a log axis', () => {
  test('spans whole decades around its values', () => {
    expect(logAxis([3.5e5, 2e9])).toMatchObject({
      domain: [1e5, 1e10],
      ticks: [1e5, 1e6, 1e7, 1e8, 1e9, 1e10],
    });
  });

  test('does not grow when a value lies on a decade', () => {
    expect(logAxis([1000, 100000]).domain).toEqual([1000, 100000]);
  });

  test('has a range even for one value, for none, and beside a zero', () => {
    expect(logAxis([1000]).domain).toEqual([1000, 10000]);
    expect(logAxis([]).domain).toEqual([1, 10]);
    expect(logAxis([0, 50, Number.NaN, Infinity]).domain).toEqual([10, 100]);
  });

  test('thins its ticks when there would be many', () => {
    const { ticks } = logAxis([1, 1e20]);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(ticks[0]).toBe(1);
  });
});

test('binary bytes have ticks at powers of two', () => {
  for (const tick of byteAxis([3e6, 7e11], 'binary').ticks) expect(Math.log2(tick) % 1).toBe(0);
});

test('contexts keep their last one and at most six', () => {
  const contexts = Array.from({ length: 12 }, (_, i) => 512 * 2 ** i);
  const ticks = contextTicks(contexts);
  expect(ticks.length).toBeLessThanOrEqual(6);
  expect(ticks.at(-1)).toBe(2 ** 20);
});
