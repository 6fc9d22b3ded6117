// Medians and quartiles.

import { expect, test } from 'vitest';
import { summarize } from './stats';

test('quartiles lie between neighbours in proportion, whatever the order of the samples', () => {
  expect(summarize([9, 1, 4])).toEqual({ median: 4, q1: 2.5, q3: 6.5, n: 3 });
  expect(summarize([40, 10, 30, 20])).toEqual({ median: 25, q1: 17.5, q3: 32.5, n: 4 });
});

test('one sample is its own quartiles, and none have no median', () => {
  expect(summarize([7])).toEqual({ median: 7, q1: 7, q3: 7, n: 1 });
  expect(summarize([])).toEqual({ median: NaN, q1: NaN, q3: NaN, n: 0 });
});

test('an outlier moves neither the median nor the quartiles far', () => {
  const { median, q3 } = summarize([10, 11, 10, 12, 11, 10, 900]);
  expect(median).toBe(11);
  expect(q3).toBeLessThanOrEqual(12);
});
