// A windowed layer over a ring of slots, against the same layer over a cache of all tokens.

import { expect, test } from 'vitest';

import type { Dims } from '../attention/dims';
import { plainConventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { ReferenceCache } from './cache';
import { Reference } from './reference';
import { seededInputs, seededWeights } from './seeded';
import { small } from './smallDims.test-support';

// GTA takes heads of a multiple of 4 columns, and GLA splits the latent in two.
const dims: Dims = { ...small, headDim: 8, latentDim: 10 };
const conventions = { ...plainConventions, window: true };
const window = 4;
const planOf = (id: string, mode?: string) =>
  variantById(id).plan(dims, { phase: 'decode', conventions, ...(mode ? { mode } : {}) });

test.each([
  ['gqa', undefined],
  ['mla', 'absorbed'],
  ['mla', 'expanded'],
  ['gla', 'absorbed'],
  ['gta', undefined],
  ['tpa', undefined],
])('%s %s gives what it gives over a whole cache, round and round', (id, mode) => {
  const plan = planOf(id, mode);
  const weights = seededWeights(plan, 21);
  const { x = new Float32Array() } = seededInputs(plan, 22, 2 * 23);
  const whole = new Reference(plan, weights, new ReferenceCache(plan.cache, 2, 23));
  const ring = new ReferenceCache(plan.cache, 2, window + 2, { ring: true });
  const short = new Reference(plan, weights, ring);
  let start = 0;
  for (const newTokens of [3, 1, 3, 2, 1, 1, 3, 3, 3, 2, 1]) {
    const input = {
      newTokens,
      inputs: { x: x.subarray(start * 24, (start + newTokens) * 24) },
      starts: [start, start],
      lengths: [start + newTokens, start + newTokens],
      offsets: [start, start],
      window,
    };
    expect(short.step(input).output).toEqual(whole.step(input).output);
    start += newTokens;
  }
  expect(start).toBe(23);
});

test('says how long the ring must be, and by which numbers', () => {
  const plan = planOf('gqa');
  const ring = new ReferenceCache(plan.cache, 1, 5, { ring: true });
  const reference = new Reference(plan, seededWeights(plan, 23), ring);
  const step = (newTokens: number, start: number, more: object) =>
    reference.step({
      newTokens,
      inputs: seededInputs(plan, 24, newTokens),
      starts: [start],
      lengths: [start + newTokens],
      offsets: [start],
      ...more,
    });
  expect(() => step(3, 4, { window })).toThrow(
    'a ring of 5 tokens is too short for 3 new tokens that see 4 each: it needs 6',
  );
  expect(() => step(1, 5, {})).toThrow('that see Infinity each');
  // As long as nothing has gone round, nothing is lost.
  expect(() => step(5, 0, { window })).not.toThrow();
});
