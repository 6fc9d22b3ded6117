// What one step of a layer sees, taps and refuses.

import { describe, expect, test } from 'vitest';

import { plainConventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { ReferenceCache } from './cache';
import { Reference } from './reference';
import { seededInputs, seededWeights } from './seeded';
import { small } from './smallDims.test-support';

describe('a step', () => {
  const conventions = { ...plainConventions, window: true };
  const plan = variantById('gqa').plan(small, { phase: 'decode', conventions });
  const weights = seededWeights(plan, 11);
  const input = {
    newTokens: 5,
    inputs: seededInputs(plan, 12, 5),
    starts: [0],
    lengths: [5],
    offsets: [0],
    tap: 'probs' as const,
  };
  const step = (change: object) => {
    const reference = new Reference(plan, weights, new ReferenceCache(plan.cache, 1, 5));
    return reference.step({ ...input, ...change });
  };

  /** Which keys each of the five queries gives weight to, head 0. */
  const seen = (change: object) =>
    Array.from({ length: 5 }, (_, i) =>
      Array.from(step(change).tapped ?? [])
        .slice(i * 5, (i + 1) * 5)
        .map((p) => (p > 0 ? 1 : 0)),
    );

  test('is causal', () => {
    const lower = [0, 1, 2, 3, 4].map((i) => [0, 1, 2, 3, 4].map((j) => (j <= i ? 1 : 0)));
    expect(seen({})).toEqual(lower);
  });

  test('hides keys beyond its window', () => {
    const band = [0, 1, 2, 3, 4].map((i) =>
      [0, 1, 2, 3, 4].map((j) => (j <= i && i - j < 2 ? 1 : 0)),
    );
    expect(seen({ window: 2 })).toEqual(band);
  });

  test('gives zeros to the queries that a negative offset puts before every key', () => {
    const { tensors, output } = step({ offsets: [-2] });
    const context = [...(tensors.get('context') ?? [])];
    const perQuery = small.queryHeads * small.vDim;
    expect(context.slice(0, 2 * perQuery).every((value) => value === 0)).toBe(true);
    expect(context.slice(2 * perQuery).every((value) => value !== 0)).toBe(true);
    expect([...output].every(Number.isFinite)).toBe(true);
  });

  test('taps probabilities that add up to one', () => {
    const probs = step({}).tapped ?? new Float64Array();
    expect(probs.length).toBe(small.queryHeads * 5 * 5);
    for (let row = 0; row < probs.length; row += 5) {
      expect(probs.slice(row, row + 5).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
    }
  });

  test('says what is missing or of the wrong size', () => {
    expect(() => step({ lengths: [5, 5] })).toThrow('lengths has 2 entries for 1 sequences');
    expect(() => step({ inputs: {} })).toThrow('the input "x" needs 60 elements, not 0');
    expect(() => step({ lengths: [6] })).toThrow('6 tokens do not fit a cache of 5');
    const cache = new ReferenceCache(plan.cache, 1, 5);
    expect(() => new Reference(plan, {}, cache)).toThrow('no values were given for');
    expect(() => new Reference(plan, { ...weights, wq: new Float32Array(3) }, cache)).toThrow(
      'the weight "wq" has 720 elements, not 3',
    );
    const other = new ReferenceCache(
      variantById('mha').plan(small, { phase: 'decode' }).cache,
      1,
      5,
    );
    expect(() => new Reference(plan, weights, other)).toThrow(
      'the cache\'s "keys" has 6 heads of 10',
    );
  });
});
