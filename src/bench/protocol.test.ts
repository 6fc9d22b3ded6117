// The protocol's decisions: sample length, order, copies, groups.

import { describe, expect, test } from 'vitest';
import {
  checkedTokens,
  coldBytes,
  copiesFor,
  groupsOf,
  isTold,
  largestFitting,
  longestSubmitNs,
  nextSteps,
  roundOrder,
  shortestSampleNs,
  stepsPerSample,
} from './protocol';

describe('the length of a sample', () => {
  const clock = { resolutionNs: 1, largestSubmit: 1 };

  test.each([3_000, 77_000, 1.3e6, 9e6, 40e6])(
    'of steps of %d ns is 10 ms and no more than needed',
    (ns) => {
      const steps = stepsPerSample(ns, clock);
      expect(steps * ns).toBeGreaterThanOrEqual(shortestSampleNs);
      expect(steps * ns).toBeLessThanOrEqual(Math.max(2 * shortestSampleNs, ns));
    },
  );

  test.each([1, 2])(
    'keeps every submit under 100 ms when %d samples are submitted at once',
    (at) => {
      for (let ns = 500; ns < longestSubmitNs; ns *= 1.7) {
        const submitNs = stepsPerSample(ns, { ...clock, largestSubmit: at }) * at * ns;
        expect(submitNs).toBeLessThanOrEqual(Math.max(longestSubmitNs, at * ns));
      }
    },
  );

  test('is at least one step, even of a step that is too long', () => {
    expect(stepsPerSample(3e9, { ...clock, largestSubmit: 2 })).toBe(1);
  });

  test('is found in a few tries, without a jump, also when the clock shows nothing at first', () => {
    const stepNs = 1700;
    // A clock that counts in steps of 100 µs.
    const shown = (steps: number) => Math.floor((steps * stepNs) / 100_000) * 100_000;
    const tried = [1];
    for (;;) {
      const steps = tried.at(-1) ?? 1;
      const next = nextSteps(steps, shown(steps), clock);
      if (next === steps) break;
      expect(next).toBeLessThanOrEqual(8 * steps);
      tried.push(next);
      expect(tried.length).toBeLessThan(12);
    }
    expect((tried.at(-1) ?? 0) * stepNs).toBeGreaterThanOrEqual(4096 * stepNs);
  });

  test('is a hundred steps of a coarse clock, as far as a submit may be', () => {
    const coarse = { resolutionNs: 400_000, largestSubmit: 1 };
    expect(stepsPerSample(1e6, coarse)).toBe(60);
    expect(nextSteps(15, 15e6, coarse)).toBe(60);
    expect(nextSteps(40, 40e6, coarse)).toBe(40);
    // Firefox's strictest setting counts in 100 ms.
    const coarsest = { resolutionNs: 100e6, largestSubmit: 2 };
    expect(stepsPerSample(1e6, coarsest)).toBe(50);
    expect(nextSteps(50, 50e6, coarsest)).toBe(50);
  });

  test('is kept when it is right', () => {
    expect(nextSteps(12, 15e6, clock)).toBe(12);
    expect(nextSteps(1, 400e6, { ...clock, largestSubmit: 2 })).toBe(1);
  });
});

describe('the order of a round', () => {
  const points = Array.from({ length: 9 }, (_, i) => `point ${i}`);

  test('has every point once, and is another in each round and for each seed', () => {
    const orders = [0, 1, 2, 3].map((round) => roundOrder(points, 5, round));
    for (const order of orders) expect(order.toSorted()).toEqual(points);
    expect(new Set(orders.map(String)).size).toBe(4);
    expect(roundOrder(points, 6, 0)).not.toEqual(orders[0]);
    expect(roundOrder(points, 5, 2)).toEqual(orders[2]);
  });

  test('puts each point first about equally often', () => {
    const first = new Map<string, number>();
    for (let round = 0; round < 900; round++) {
      const [point = ''] = roundOrder(points, 3, round);
      first.set(point, (first.get(point) ?? 0) + 1);
    }
    for (const point of points) {
      expect(first.get(point)).toBeGreaterThan(60);
      expect(first.get(point)).toBeLessThan(150);
    }
  });
});

describe('copies of the cache', () => {
  test('put 256 MB between two reads of a row, whatever the cache takes', () => {
    for (const cacheBytes of [2.1e6, 4.7e6, 40e6, 134e6, 537e6]) {
      const copies = copiesFor(cacheBytes, 4e9, false);
      expect(copies * cacheBytes).toBeGreaterThanOrEqual(coldBytes);
      expect((copies - 1) * cacheBytes).toBeLessThan(coldBytes);
    }
    expect(copiesFor(1000, 4e9, false)).toBe(128);
  });

  test('are few on a software adapter', () => {
    expect(copiesFor(1e6, 4e9, true)).toBe(4);
    expect(copiesFor(40e6, 4e9, true)).toBe(2);
  });

  test('are no more than the memory allows, and never none', () => {
    expect(copiesFor(10e6, 25e6, false)).toBe(2);
    expect(copiesFor(10e6, 5e6, false)).toBe(1);
  });
});

describe('groups', () => {
  const point = (context: number, bytes: number) => ({ context, bytes });

  test('are the first context alone, then as much as memory holds', () => {
    const points = [point(1, 3), point(1, 4), point(2, 5), point(2, 5), point(4, 9), point(4, 1)];
    expect(groupsOf(points, 10)).toEqual([
      [point(1, 3), point(1, 4)],
      [point(2, 5), point(2, 5)],
      [point(4, 9), point(4, 1)],
    ]);
    expect(groupsOf(points, 100).map((group) => group.length)).toEqual([2, 4]);
  });

  test('end where a context ends, unless it is too large for a group of its own', () => {
    const points = [point(1, 1), point(2, 3), point(2, 3), point(4, 3), point(4, 3), point(4, 3)];
    expect(groupsOf(points, 10).map((group) => group.map(({ context }) => context))).toEqual([
      [1],
      [2, 2],
      [4, 4, 4],
    ]);
    const large = [point(1, 1), point(2, 3), point(4, 6), point(4, 6), point(8, 2)];
    expect(groupsOf(large, 10).map((group) => group.map(({ context }) => context))).toEqual([
      [1],
      [2],
      [4],
      [4, 8],
    ]);
  });

  test('split the first context too where it is too large, and lose nothing', () => {
    const points = [point(1, 8), point(1, 8), point(2, 8)];
    expect(groupsOf(points, 10)).toEqual([[point(1, 8)], [point(1, 8)], [point(2, 8)]]);
    expect(groupsOf([], 10)).toEqual([]);
  });
});

test('the largest that fits is found exactly', () => {
  for (const limit of [0, 1, 2, 63, 64, 65, 99, 100]) {
    expect(largestFitting(100, (n) => n <= limit)).toBe(limit);
  }
});

test('a point is told twice, or once where all its samples come at once', () => {
  const told = (rounds: number) =>
    Array.from({ length: rounds }, (_, i) => i + 1).filter((samples) => isTold(samples, rounds));
  expect(told(7)).toEqual([3, 7]);
  expect(told(3)).toEqual([3]);
  expect(told(2)).toEqual([2]);
});

describe('which tokens of a step are compared', () => {
  test('all of a short one', () => {
    expect(checkedTokens(1, 3)).toEqual([0]);
    expect(checkedTokens(64, 3)).toHaveLength(64);
  });

  test('of a long one the ends, the edges of tiles and some that the seed names', () => {
    const tokens = checkedTokens(1000, 3);
    expect(tokens).toEqual(expect.arrayContaining([0, 15, 16, 31, 32, 63, 64, 127, 128, 967, 999]));
    expect(tokens.length).toBeLessThan(24);
    expect(tokens).toEqual([...tokens].toSorted((a, b) => a - b));
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(checkedTokens(1000, 4)).not.toEqual(tokens);
    for (const token of tokens) expect(token).toBeLessThan(1000);
  });
});
