// Two projections merged into one make the same result, whatever the plan; and a merge is refused where it cannot be.

import { expect, test } from 'vitest';
import { smallDims } from '../bench/smallDims.test-support';
import type { Plan } from '../attention/plan';
import { plainConventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { compare } from '../reference/agreement';
import { ReferenceCache } from '../reference/cache';
import { Reference } from '../reference/reference';
import type { Weights } from '../reference/run';
import { seededInputs, seededWeights } from '../reference/seeded';
import { seedOf, uniforms } from '../attention/random';
import { aroundMerges, mergedPlan, productOf } from './merged';
import { mergesOf, mergeSizes } from './merges';

const planOf = (variantId: string, mode: string, queryRank: number): Plan =>
  variantById(variantId).plan(
    { ...smallDims, queryRank },
    { phase: 'decode', mode, conventions: plainConventions },
  );

function finish<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

const tokens = 9;

/** One step over a cache of seeded rows: [newTokens, ...axes of the output]. */
function outputOf(plan: Plan, weights: Weights) {
  const cache = new ReferenceCache(plan.cache, 1, tokens);
  for (const { id, heads, width } of plan.cache) {
    cache.write(id, uniforms(seedOf(8, id), heads * width * (tokens - 1)), 0);
  }
  return new Reference(plan, weights, cache).step({
    newTokens: 1,
    inputs: seededInputs(plan, 5, 1),
    starts: [tokens - 1],
    lengths: [tokens],
    offsets: [tokens - 1],
  }).output;
}

test.each([
  ['mla', 0],
  ['mla', 10],
  ['gla', 10],
] as const)('%s with a query rank of %i says the same with its factors merged', (id, rank) => {
  const layer = planOf(id, 'absorbed', rank);
  const merges = mergesOf(layer);
  expect(merges).toHaveLength(2);
  const plan = aroundMerges(layer, merges);
  const weights = seededWeights(plan, 3);
  const products = Object.fromEntries(
    merges.map((merge) => [merge.id, finish(productOf(plan, merge, weights))]),
  );
  const together = mergedPlan(plan, merges);
  const expected = outputOf(plan, weights);
  const error = (by: Weights) => compare(outputOf(together, by), expected, 1e-12).error;
  expect(error({ ...weights, ...products })).toBeLessThan(1e-12);
  // A product with two of its elements exchanged would be seen.
  for (const merge of merges) {
    const wrong = products[merge.id]?.slice() ?? new Float64Array();
    [wrong[1], wrong[2]] = [wrong[2] ?? 0, wrong[1] ?? 0];
    expect(error({ ...weights, ...products, [merge.id]: wrong })).toBeGreaterThan(1e-6);
  }
});

test('a step that merges is one projection, and the factor that rotation needs stays', () => {
  const layer = planOf('mla', 'absorbed', 10);
  const merges = mergesOf(layer);
  const together = mergedPlan(aroundMerges(layer, merges), merges);
  expect(together.steps.map(({ op }) => op)).toEqual([
    'project',
    'rotate',
    'append',
    'append',
    'project',
    'attend',
    'project',
  ]);
  expect(together.weights.map(({ id }) => id)).toEqual(['wqB', 'wqB wkvB', 'wkvB wo']);
});

test('nothing can be merged where attention has no projection of its own', () => {
  for (const [id, mode] of [
    ['mha', 'cached'],
    ['mla', 'expanded'],
    ['mla', 'naive'],
    ['tpa', 'cached'],
  ] as const) {
    expect(mergesOf(planOf(id, mode, 10)), `${id} ${mode}`).toEqual([]);
  }
});

test('DeepSeek-V2 without its query rank has 0.72 million elements a head in factors, 2.62 in one matrix', () => {
  const dims = { ...smallDims, modelDim: 5120, latentDim: 512, ropeDim: 64, queryRank: 0 };
  const v2 = { ...dims, queryHeads: 128, nopeDim: 128, vDim: 128 };
  const plan = variantById('mla').plan(v2, { phase: 'decode', mode: 'absorbed' });
  const [queries] = mergesOf(plan);
  expect(queries && mergeSizes([queries])).toEqual({
    factored: 128 * 128 * (5120 + 512),
    merged: 128 * 512 * 5120,
  });
});
