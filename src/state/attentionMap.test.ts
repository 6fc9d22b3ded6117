import { expect, test } from 'vitest';
import { uniforms } from '../attention/random';
import type { AttentionMap } from '../engine/protocol';
import { afterMapEvent, headPair, noMaps } from './attentionMap';

/** Rows of 3 heads of 5 tokens, of which each sums to one and sees no later key. */
function made(seed: number): AttentionMap {
  const [queryHeads, tokens] = [3, 5];
  const weights = uniforms(seed, queryHeads * tokens * tokens).map((value) => value + 2);
  for (let row = 0; row < queryHeads * tokens; row++) {
    const seen = weights.subarray(row * tokens, row * tokens + (row % tokens) + 1);
    weights.fill(0, row * tokens + seen.length, (row + 1) * tokens);
    const sum = seen.reduce((total, value) => total + value, 0);
    for (const [i, value] of seen.entries()) seen[i] = value / sum;
  }
  return { madeBy: 'gpu', queryHeads, tokens, weights, agreement: null };
}

test('a head beside itself has no difference, and the same keys', () => {
  const map = made(3);
  expect(headPair(map, map, 2)).toMatchObject({ head: 1, tokens: 5, largest: 0, sameKeys: 5 });
  expect(headPair(map, map, 99).head).toBe(2);
});

test('the largest difference is found where it is, and only in the head that is shown', () => {
  const a = made(3);
  const weights = a.weights.slice();
  // Query 4 of head 2, at its strongest key: half of its weight goes to another.
  const row = (1 * 5 + 3) * 5;
  const seen = [...weights.subarray(row, row + 4)];
  const best = seen.indexOf(Math.max(...seen));
  const other = best === 0 ? 1 : 0;
  const moved = (seen[best] ?? 0) / 2;
  weights[row + best]! -= moved;
  weights[row + other]! += moved;
  const b = { ...a, weights };
  const pair = headPair(a, b, 2);
  expect(pair.largest).toBeCloseTo(moved, 6);
  expect(pair.at.query).toBe(3);
  expect([best, other]).toContain(pair.at.key);
  expect(pair.sameKeys).toBe(4);
  expect(pair.difference[3 * 5 + best]).toBeCloseTo(moved, 6);
  expect(headPair(a, b, 1).largest).toBe(0);
});

test('a weight that is no number is never hidden', () => {
  const a = made(3);
  const b = { ...a, weights: a.weights.slice().fill(NaN, 30, 31) };
  expect(headPair(a, b, 2).largest).toBeNaN();
});

test('each map takes its own place, and a failure is kept beside the other', () => {
  const map = made(4);
  const failure = { code: 'unsupported', message: 'no kernel' } as const;
  let look = afterMapEvent(noMaps, { type: 'preparing', place: 1 });
  expect(look.place).toBe(1);
  look = afterMapEvent(look, { type: 'map', place: 1, map });
  look = afterMapEvent(look, { type: 'failed', place: 0, failure });
  expect(look.maps).toEqual([null, map]);
  expect(look.failures).toEqual([{ place: 0, failure }]);
});
