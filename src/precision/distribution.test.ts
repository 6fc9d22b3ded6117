// A histogram of differences holds every element once, in the bin that its size belongs to.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../attention/random';
import { binsPerDecade, distributionOf } from './distribution';

test('every element is in one bin, or equal', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.float({ noNaN: true, noDefaultInfinity: true }),
          fc.double({ min: -1, max: 1, noNaN: true }),
        ),
        {
          minLength: 1,
          maxLength: 60,
        },
      ),
      (pairs) => {
        const exact = Float64Array.from(pairs, ([value]) => value);
        const made = Float64Array.from(pairs, ([value, off], i) =>
          i % 3 === 0 ? value : value + off,
        );
        const { elements, equal, counts } = distributionOf(made, exact);
        expect(equal + counts.reduce((sum, count) => sum + count, 0)).toBe(elements);
        expect(elements).toBe(pairs.length);
      },
    ),
    { seed: 5, numRuns: 300 },
  );
});

test('differences of known sizes are counted where they belong', () => {
  const exact = Float64Array.from([1, 2, -3, 4, 5, 6, 7]);
  const off = [0, 1.5e-3, -1.45e-3, 0.5, 0.5, 0, 2];
  const made = exact.map((value, i) => value + (off[i] ?? 0));
  const { first, counts, equal, max, median, relativeRms } = distributionOf(made, exact);
  const inBinOf = (difference: number) =>
    counts[Math.floor(Math.log10(difference) * binsPerDecade) - first];
  expect(equal).toBe(2);
  expect([inBinOf(1.47e-3), inBinOf(0.5), inBinOf(2)]).toEqual([2, 2, 1]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
  expect(counts.at(-1)).toBe(1);
  expect(max).toBe(2);
  expect(median).toBeCloseTo(1.5e-3, 12);
  const squares = (values: Iterable<number>) => [...values].reduce((sum, v) => sum + v * v, 0);
  expect(relativeRms).toBeCloseTo(Math.sqrt(squares(off) / squares(exact)), 12);
});

test('what is no number is not counted as anything', () => {
  const exact = Float64Array.from(uniforms(3, 5));
  const made = Float32Array.from(exact);
  made[3] = NaN;
  expect(() => distributionOf(made, exact)).toThrow('element 3 is no number');
  expect(() => distributionOf(made.subarray(1), exact)).toThrow('4 elements');
});
