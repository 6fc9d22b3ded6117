import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { uniforms } from '../attention/random';
import { compare } from './agreement';
import { attendRow, sightOf, type Scoring } from './attend';

const random = (seed: number, count: number) => new Float64Array(uniforms(seed, count));

/** Softmax attention written as the formula reads, without care for overflow. */
function formula(
  query: Float64Array,
  keys: Float64Array,
  values: Float64Array,
  seen: readonly number[],
  scale: number,
) {
  const width = query.length;
  const tokens = keys.length / width;
  const exps = Array.from({ length: tokens }, (_, j) =>
    seen.includes(j)
      ? Math.exp(scale * query.reduce((s, q, i) => s + q * (keys[j * width + i] ?? NaN), 0))
      : 0,
  );
  const sum = exps.reduce((a, b) => a + b, 0);
  const vWidth = values.length / tokens;
  return Array.from({ length: vWidth }, (_, d) =>
    exps.reduce((s, e, j) => s + (e / sum) * (values[j * vWidth + d] ?? NaN), 0),
  );
}

function attend(
  query: Float64Array,
  keys: Float64Array,
  values: Float64Array,
  sight: { first: number; end: number },
  options: Scoring,
) {
  const tokens = keys.length / query.length;
  const probs = new Float64Array(tokens);
  const out = new Float64Array(values.length / tokens);
  const lse = attendRow({ query, keys, values }, sight, options, probs, out);
  return { probs, out, lse };
}

const error = (actual: Float64Array, expected: readonly number[] | Float64Array) =>
  compare(actual, Float64Array.from(expected), 0).error;

describe('one query row', () => {
  const query = random(1, 5);
  const keys = random(2, 7 * 5);
  const values = random(3, 7 * 3);

  test('is the softmax of its scores times the values', () => {
    const { out } = attend(query, keys, values, { first: 0, end: 7 }, { scale: 0.3 });
    expect(error(out, formula(query, keys, values, [0, 1, 2, 3, 4, 5, 6], 0.3))).toBeLessThan(
      1e-14,
    );
  });

  test('ignores what it does not see, whatever it holds', () => {
    const poisoned = keys.map((value, i) => (i >= 2 * 5 && i < 6 * 5 ? value : NaN));
    const { out, probs } = attend(query, poisoned, values, { first: 2, end: 6 }, { scale: 0.3 });
    expect(error(out, formula(query, keys, values, [2, 3, 4, 5], 0.3))).toBeLessThan(1e-14);
    expect([...probs].map((p) => p > 0)).toEqual([false, false, true, true, true, true, false]);
  });

  test('gives zeros when it sees nothing', () => {
    const { out, probs } = attend(query, keys, values, { first: 3, end: 3 }, { scale: 0.3 });
    expect([...out, ...probs]).toEqual(Array.from({ length: 10 }, () => 0));
  });

  test('survives scores in the hundreds', () => {
    const { probs } = attend(query, keys, values, { first: 0, end: 7 }, { scale: 1000 });
    expect(probs.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
  });

  test('shows a NaN among the keys it sees', () => {
    const poisoned = keys.with(6, NaN);
    const { out } = attend(query, poisoned, values, { first: 0, end: 7 }, { scale: 0.3 });
    expect([...out].every(Number.isNaN)).toBe(true);
  });

  test('caps its scores smoothly', () => {
    const capped = attend(query, keys, values, { first: 0, end: 7 }, { scale: 9, softcap: 0.7 });
    const scores = Array.from({ length: 7 }, (_, j) => {
      const raw = 9 * query.reduce((s, q, i) => s + q * (keys[j * 5 + i] ?? NaN), 0);
      return 0.7 * Math.tanh(raw / 0.7);
    });
    const sum = scores.reduce((s, score) => s + Math.exp(score), 0);
    const expected = scores.map((score) => Math.exp(score) / sum);
    expect(error(capped.probs, expected)).toBeLessThan(1e-14);
  });

  test('does not change when every score grows by the same amount', () => {
    // A key column that is constant adds a constant to every score.
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: -200, max: 200, noNaN: true }), (seed, shift) => {
        const q = random(seed, 4).with(3, 1);
        const plain = random(seed + 1, 6 * 4).map((value, i) => (i % 4 === 3 ? 0 : value));
        const shifted = plain.map((value, i) => (i % 4 === 3 ? shift : value));
        const v = random(seed + 2, 6 * 3);
        const all = { first: 0, end: 6 };
        const { out } = attend(q, shifted, v, all, { scale: 1 });
        expect(error(out, attend(q, plain, v, all, { scale: 1 }).out)).toBeLessThan(1e-11);
      }),
    );
  });
});

describe('what a query may see', () => {
  const none = Infinity;

  test('ends at its own position, and at the length, when causal', () => {
    const mask = { causal: true };
    expect(sightOf(mask, 2, { length: 9, offset: 4, window: none })).toEqual({ first: 0, end: 7 });
    expect(sightOf(mask, 2, { length: 5, offset: 4, window: none })).toEqual({ first: 0, end: 5 });
  });

  test('is nothing when a negative offset puts the query before all keys', () => {
    const { first, end } = sightOf({ causal: true }, 1, { length: 9, offset: -2, window: none });
    expect(end).toBeLessThanOrEqual(first);
  });

  test('is every key when not causal', () => {
    expect(sightOf({ causal: false }, 0, { length: 9, offset: -4, window: none })).toEqual({
      first: 0,
      end: 9,
    });
  });

  test('is the last keys, itself included, within a window', () => {
    const mask = { causal: true, window: 'perStep' as const };
    expect(sightOf(mask, 0, { length: 9, offset: 8, window: 3 })).toEqual({ first: 6, end: 9 });
    expect(sightOf(mask, 0, { length: 2, offset: 1, window: 3 })).toEqual({ first: 0, end: 2 });
  });
});
