import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dims } from '../attention/dims';
import type { Plan } from '../attention/plan';
import { seedOf, uniforms } from '../attention/random';
import { plainConventions, type Conventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { compare } from './agreement';
import { ReferenceCache } from './cache';
import { Reference } from './reference';
import type { Weights } from './run';
import { seededInputs, seededWeights } from './seeded';
import { small } from './smallDims.test-support';

const v2Lite = { ...small, modelDim: 16, latentDim: 512, ropeDim: 64, nopeDim: 128, vDim: 128 };
const v3 = { ...v2Lite, queryRank: 1536 };

const makePlan = (id: string, dims: Dims, mode?: string, conventions?: Conventions): Plan =>
  variantById(id).plan(dims, {
    phase: 'decode',
    ...(mode ? { mode } : {}),
    ...(conventions ? { conventions } : {}),
  });

/** Runs one batch of tokens at the end of what the cache holds. */
function run(reference: Reference, x: Float32Array, start: number, newTokens: number) {
  const all = <T>(value: T) => Array.from({ length: reference.cache.batch }, () => value);
  return reference.step({
    newTokens,
    inputs: { x },
    starts: all(start),
    lengths: all(start + newTokens),
    offsets: all(start),
  }).output;
}

/** One prefill of a plan with an empty cache: y, [1, tokens, modelDim]. */
function prefill(plan: Plan, weights: Weights, tokens: number) {
  const { x = new Float32Array() } = seededInputs(plan, 5, tokens);
  const cache = new ReferenceCache(plan.cache, 1, tokens + 2);
  return run(new Reference(plan, weights, cache), x, 0, tokens);
}

describe('grouped variants', () => {
  test('attend as the formula says, for the smallest layer', () => {
    // One token sees itself alone, so that its context is its value.
    const plan = makePlan('mha', { ...small, queryHeads: 1, modelDim: 2, headDim: 2, vDim: 1 });
    const weights = {
      wq: Float64Array.of(1, 2, 3, 4),
      wk: Float64Array.of(5, 6, 7, 8),
      wv: Float64Array.of(0.5, 0.25),
      wo: Float64Array.of(3, -4),
    };
    const reference = new Reference(plan, weights, new ReferenceCache(plan.cache, 1, 2));
    expect([...run(reference, Float32Array.of(2, 3), 0, 1)]).toEqual([1.75 * 3, 1.75 * -4]);

    // The second token, at position 1, weighs both values.
    const y = run(reference, Float32Array.of(1, -1), 1, 1);
    const turn = ([a = 0, b = 0]: number[]) => [
      a * Math.cos(1) - b * Math.sin(1),
      b * Math.cos(1) + a * Math.sin(1),
    ];
    const [q0 = 0, q1 = 0] = turn([-1, -1]);
    const [k0 = 0, k1 = 0] = turn([-1, -1]);
    const scores = [q0 * 28 + q1 * 38, q0 * k0 + q1 * k1].map((score) => score / Math.sqrt(2));
    const [a = 0, b = 0] = scores.map((score) => Math.exp(score));
    const value = (a * 1.75 + b * 0.25) / (a + b);
    expect(compare(y, Float64Array.of(3 * value, -4 * value), 1e-14)).toMatchObject({
      agrees: true,
    });
  });

  test('agree where GQA has a kv head for each query head', () => {
    const gqa = makePlan('gqa', { ...small, kvHeads: 6 });
    const weights = seededWeights(gqa, 1);
    const y = prefill(makePlan('mha', small), weights, 9);
    expect(prefill(gqa, weights, 9)).toEqual(y);
  });

  test('agree where GQA repeats the one kv head of MQA', () => {
    const mqa = makePlan('mqa', small);
    const weights = seededWeights(mqa, 2);
    const twice = (id: string) => {
      const one = weights[id] ?? new Float32Array();
      return Float32Array.from([...one, ...one]);
    };
    const repeated = { ...weights, wk: twice('wk'), wv: twice('wv') };
    const y = prefill(mqa, weights, 9);
    expect(compare(prefill(makePlan('gqa', small), repeated, 9), y, 1e-15).agrees).toBe(true);
  });

  test('read the kv head of their group', () => {
    // Values of kv head 1 count a hundredfold: only the last three of six query heads may show it.
    const plan = makePlan('gqa', small);
    const weights = seededWeights(plan, 3);
    const half = small.vDim * small.modelDim;
    const louder = { ...weights, wv: weights['wv']?.map((v, i) => (i < half ? v : 100 * v)) };
    const context = (w: Record<string, Float32Array | undefined>) => {
      const values: Weights = Object.fromEntries(
        Object.entries(w).map(([id, data = new Float32Array()]) => [id, data]),
      );
      const reference = new Reference(plan, values, new ReferenceCache(plan.cache, 1, 3));
      return reference
        .step({
          newTokens: 3,
          inputs: seededInputs(plan, 4, 3),
          starts: [0],
          lengths: [3],
          offsets: [0],
        })
        .tensors.get('context');
    };
    const changed = [...(context(louder) ?? [])].map((value, i) => value !== context(weights)?.[i]);
    expect(changed.slice(0, 3 * small.vDim)).not.toContain(true);
    expect(changed.slice(3 * small.vDim, 6 * small.vDim)).not.toContain(false);
  });

  test('add biases, normalize heads and cap scores where the model does', () => {
    const conventions: Conventions = {
      rope: null,
      normEps: 1e-3,
      headNorm: true,
      biases: ['q', 'k', 'v', 'o'],
      softcap: 0.5,
    };
    const plan = makePlan('gqa', small, undefined, conventions);
    const weights = seededWeights(plan, 6);
    const y = prefill(plan, weights, 5);
    const without: Partial<Conventions>[] = [
      { headNorm: false },
      { biases: ['q', 'k', 'v'] },
      { biases: ['q', 'k', 'o'] },
      { biases: ['k', 'v', 'o'] },
      { softcap: 5 },
      { normEps: 1e-1 },
      { scale: 0.4 },
      { rope: plainConventions.rope },
    ];
    for (const change of without) {
      const other = makePlan('gqa', small, undefined, { ...conventions, ...change });
      expect(compare(prefill(other, weights, 5), y, 1e-6).agrees).toBe(false);
    }
  });
});

describe('the modes of MLA', () => {
  test.each([
    ['the head shape of V2-Lite', 1, 63, v2Lite],
    ['the head shape of V2-Lite', 3, 20, v2Lite],
    ['the head shape of V2-Lite', 20, 3, v2Lite],
    ['the head shape of V3', 1, 20, v3],
    ['the head shape of V3', 3, 3, v3],
    ['odd sizes', 20, 65, small],
    ['odd sizes without query compression', 3, 1, { ...small, queryRank: 0 }],
  ])('agree on %s: %i heads, %i tokens', (_, queryHeads, tokens, shape) => {
    const dims = { ...shape, queryHeads };
    const naive = makePlan('mla', dims, 'naive');
    const weights = seededWeights(naive, 7);
    const y = prefill(naive, weights, tokens);
    for (const mode of ['absorbed', 'expanded']) {
      const { error } = compare(prefill(makePlan('mla', dims, mode), weights, tokens), y, 1e-12);
      expect(error).toBeLessThan(1e-12);
    }
  });

  test('continue one another on the same cache', () => {
    const tokens = 6;
    const expanded = makePlan('mla', small, 'expanded');
    const weights = seededWeights(expanded, 8);
    const whole = prefill(expanded, weights, tokens);
    const { x = new Float32Array() } = seededInputs(expanded, 5, tokens);
    const cache = new ReferenceCache(expanded.cache, 1, tokens);
    const width = small.modelDim;
    run(new Reference(expanded, weights, cache), x.subarray(0, 5 * width), 0, 5);
    const absorbed = new Reference(makePlan('mla', small, 'absorbed'), weights, cache);
    const last = run(absorbed, x.subarray(5 * width), 5, 1);
    expect(compare(last, whole.subarray(5 * width), 1e-12).agrees).toBe(true);
  });
});

describe.each([
  ['mha', 'cached'],
  ['gqa', 'cached'],
  ['mqa', 'cached'],
  ['mla', 'absorbed'],
  ['mla', 'expanded'],
  ['mla', 'naive'],
])('%s, %s', (id, mode) => {
  const plan = makePlan(id, small, mode);
  const weights = seededWeights(plan, 9);
  const width = small.modelDim;

  test('gives the same tokens the same results, however they are cut into steps', () => {
    const total = 11;
    const whole = prefill(plan, weights, total);
    const { x = new Float32Array() } = seededInputs(plan, 5, total);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: total - 1 })), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), total];
        const cache = new ReferenceCache(plan.cache, 1, total + 1);
        const reference = new Reference(plan, weights, cache);
        const pieces = edges.slice(1).flatMap((end, i) => {
          const start = edges[i] ?? 0;
          return [...run(reference, x.subarray(start * width, end * width), start, end - start)];
        });
        expect(compare(Float64Array.from(pieces), whole, 1e-12).agrees).toBe(true);
      }),
      { numRuns: 12, seed: 1 },
    );
  });

  test('keeps sequences of different lengths apart', () => {
    const lengths = [1, 7, 4];
    const cache = new ReferenceCache(plan.cache, 3, 9);
    // Each sequence alone, then the last token of all three together over the rows they had.
    const alone = lengths.map((length, sequence) => {
      const x = uniforms(seedOf(10, `x${sequence}`), length * width);
      const own = new ReferenceCache(plan.cache, 1, 9);
      const reference = new Reference(plan, weights, own);
      if (length > 1) run(reference, x.subarray(0, -width), 0, length - 1);
      for (const field of plan.cache) {
        for (let head = 0; head < field.heads; head++) {
          const rows = own.rows(field.id, 0, head, { first: 0, count: 9 });
          cache.writeRows(field.id, sequence, head, 0, rows);
        }
      }
      return { x: x.subarray(-width), y: run(reference, x.subarray(-width), length - 1, 1) };
    });
    const { output } = new Reference(plan, weights, cache).step({
      newTokens: 1,
      inputs: { x: Float32Array.from(alone.flatMap(({ x }) => [...x])) },
      starts: lengths.map((length) => length - 1),
      lengths,
      offsets: lengths.map((length) => length - 1),
    });
    expect(output).toEqual(Float64Array.from(alone.flatMap(({ y }) => [...y])));
  });

  test('does not read the rows that nothing wrote', () => {
    const cache = new ReferenceCache(plan.cache, 1, 20);
    const { x = new Float32Array() } = seededInputs(plan, 5, 3);
    const y = run(new Reference(plan, weights, cache), x, 0, 3);
    expect([...y].every(Number.isFinite)).toBe(true);
    const [field] = plan.cache;
    const rows = field ? cache.rows(field.id, 0, 0, { first: 0, count: 20 }) : [];
    expect([...rows].filter(Number.isNaN).length).toBe(17 * (field?.width ?? NaN));
  });

  test('computes chosen query rows alone', () => {
    const whole = prefill(plan, weights, 9);
    const reference = new Reference(plan, weights, new ReferenceCache(plan.cache, 1, 9));
    const { output } = reference.step({
      newTokens: 9,
      inputs: seededInputs(plan, 5, 9),
      starts: [0],
      lengths: [9],
      offsets: [0],
      queries: [0, 8],
    });
    for (const query of [0, 8]) {
      const row = [query * width, (query + 1) * width] as const;
      expect(output.subarray(...row)).toEqual(whole.subarray(...row));
    }
    expect([...output.subarray(width, 8 * width)].every(Number.isNaN)).toBe(true);
  });

  test('stops anywhere and counts its work on the way', () => {
    const reference = new Reference(plan, weights, new ReferenceCache(plan.cache, 1, 4));
    const passes = reference.steps({
      newTokens: 4,
      inputs: seededInputs(plan, 5, 4),
      starts: [0],
      lengths: [4],
      offsets: [0],
    });
    const counts = [...passes];
    // The output projection alone is this many multiply-adds.
    const least = 4 * width * small.queryHeads * small.vDim;
    expect(counts.length).toBeGreaterThan(50);
    expect(counts.reduce((a, b) => a + b, 0)).toBeGreaterThan(least);
  });
});
