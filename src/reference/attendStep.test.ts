// Attention with everything that a mask may hold, against loops that follow the words of its definition.

import { describe, expect, test } from 'vitest';

import type { AdditiveMask, Tap } from '../attention/plan';
import { seedOf, uniforms } from '../attention/random';
import { plainConventions, type Conventions } from '../attention/variant';
import { gqa } from '../attention/variants/gqa';
import { compare } from './agreement';
import { ReferenceCache } from './cache';
import { Reference, type StepResult } from './reference';
import type { StepInput } from './run';
import { seededInputs, seededWeights } from './seeded';

const dims = {
  modelDim: 11,
  queryHeads: 6,
  kvHeads: 3,
  headDim: 5,
  vDim: 7,
  latentDim: 1,
  ropeDim: 2,
  nopeDim: 1,
  queryRank: 0,
  latentHeads: 1,
  queryFactors: 1,
  keyFactors: 1,
  valueFactors: 1,
};
const batch = 3;
const newTokens = 4;
const lengths = [9, 4, 6];
const longest = 9;
/** The second sequence's first two queries stand before every key. */
const offsets = [5, -2, 2];
const scale = 1.3;

interface Features {
  readonly additive?: 'shared' | 'perHead';
  readonly columns?: number;
  readonly softcap?: number;
  readonly sinks?: boolean;
  readonly window?: number;
}

const weightsOf = (plan: ReturnType<typeof gqa.plan>) => seededWeights(plan, 31);

/** [batch, 1 or query heads, newTokens, columns], every fourth value minus infinity. */
function maskOf(heads: number, columns: number): AdditiveMask {
  const values = uniforms(seedOf(32, 'mask'), batch * heads * newTokens * columns, 3);
  return { columns, values: values.map((value, i) => (i % 4 === 1 ? -Infinity : value)) };
}

function run(features: Features, tap?: Tap): StepResult & { readonly cache: ReferenceCache } {
  const { additive, columns = longest, softcap, sinks = false, window } = features;
  const conventions: Conventions = {
    ...plainConventions,
    scale,
    lse: true,
    sinks,
    window: window !== undefined,
    ...(additive ? { additive } : {}),
    ...(softcap ? { softcap } : {}),
  };
  const plan = gqa.plan(dims, { phase: 'prefill', conventions });
  const cache = new ReferenceCache(plan.cache, batch, longest + 1);
  for (const { id, heads, width } of plan.cache) {
    cache.write(id, uniforms(seedOf(33, id), batch * heads * longest * width, 2), 0);
  }
  const input: StepInput = {
    newTokens,
    inputs: seededInputs(plan, 34, batch * newTokens),
    starts: lengths.map((length) => length - newTokens),
    lengths,
    offsets,
    ...(window === undefined ? {} : { window }),
    ...(additive
      ? { additive: maskOf(additive === 'perHead' ? dims.queryHeads : 1, columns) }
      : {}),
    ...(tap ? { tap } : {}),
  };
  return { ...new Reference(plan, weightsOf(plan), cache).step(input), cache };
}

interface Row {
  readonly product: number[];
  readonly capped: number[];
  readonly masked: number[];
  readonly probs: number[];
  readonly context: number[];
  readonly lse: number;
}

/** One row of the definition: keys and values as the run left them in its cache. */
function rowOf(
  { additive, columns = longest, softcap, sinks = false, window = Infinity }: Features,
  { tensors, cache }: ReturnType<typeof run>,
  [sequence, head, query]: readonly [number, number, number],
): Row {
  const length = lengths[sequence] ?? 0;
  const position = query + (offsets[sequence] ?? 0);
  const kvHead = Math.floor(head / (dims.queryHeads / dims.kvHeads));
  const all = { first: 0, count: length };
  const keys = cache.rows('keys', sequence, kvHead, all);
  const values = cache.rows('values', sequence, kvHead, all);
  const q = tensors.get('queryRotated') ?? new Float64Array();
  const at = ((sequence * newTokens + query) * dims.queryHeads + head) * dims.headDim;
  const masks = additive === 'perHead' ? dims.queryHeads : 1;
  const mask = additive ? maskOf(masks, columns).values : null;
  const maskRow = ((sequence * masks + (head % masks)) * newTokens + query) * columns;

  const row: Row = { product: [], capped: [], masked: [], probs: [], context: [], lse: 0 };
  for (let j = 0; j < length; j++) {
    let dot = 0;
    for (let i = 0; i < dims.headDim; i++) {
      dot += (q[at + i] ?? NaN) * (keys[j * dims.headDim + i] ?? NaN);
    }
    const score = scale * dot;
    const capped = softcap ? softcap * Math.tanh(score / softcap) : score;
    const hidden = j > position || position - j >= window || (mask !== null && j >= columns);
    row.product.push(score);
    row.capped.push(capped);
    row.masked.push(hidden ? -Infinity : capped + (mask ? (mask[maskRow + j] ?? NaN) : 0));
  }
  const exps = row.masked.map((score) => Math.exp(score));
  const sum = exps.reduce((a, b) => a + b, 0);
  const plan = gqa.plan(dims, { phase: 'prefill', conventions: { ...plainConventions, sinks } });
  const sink = sinks ? Math.exp(weightsOf(plan)['sinks']?.[head] ?? NaN) : 0;
  for (const e of exps) row.probs.push(sum > 0 ? e / (sum + sink) : 0);
  for (let d = 0; d < dims.vDim; d++) {
    row.context.push(row.probs.reduce((s, p, j) => s + p * (values[j * dims.vDim + d] ?? NaN), 0));
  }
  return { ...row, lse: sum > 0 ? Math.log(sum) : Infinity };
}

/** What all rows together should be: in the order of the context, and of what is tapped. */
function expectedOf(features: Features, result: ReturnType<typeof run>, tap: Tap) {
  const context: number[] = [];
  const lse: number[] = [];
  for (let sequence = 0; sequence < batch; sequence++) {
    for (let query = 0; query < newTokens; query++) {
      for (let head = 0; head < dims.queryHeads; head++) {
        const row = rowOf(features, result, [sequence, head, query]);
        context.push(...row.context);
        lse.push(row.lse);
      }
    }
  }
  const tapped: number[] = [];
  for (let sequence = 0; sequence < batch; sequence++) {
    for (let head = 0; head < dims.queryHeads; head++) {
      for (let query = 0; query < newTokens; query++) {
        const row = rowOf(features, result, [sequence, head, query])[tap];
        const missing = Array.from({ length: longest - row.length }, () =>
          tap === 'masked' ? -Infinity : 0,
        );
        tapped.push(...row, ...missing);
      }
    }
  }
  return { context, lse, tapped };
}

const differ = (actual: Float64Array | null | undefined, expected: readonly number[]) =>
  compare(actual ?? new Float64Array(), Float64Array.from(expected), 0).error;

const cases: [string, Features][] = [
  ['lengths and signed offsets alone', {}],
  ['one additive mask for all heads', { additive: 'shared' }],
  ['an additive mask for each head', { additive: 'perHead' }],
  ['a mask with fewer columns than keys', { additive: 'shared', columns: 5 }],
  ['a mask with one column', { additive: 'perHead', columns: 1 }],
  ['a mask with more columns than keys', { additive: 'shared', columns: 12 }],
  ['sinks', { sinks: true }],
  ['a window', { window: 3 }],
  ['all of them', { additive: 'perHead', columns: 7, softcap: 0.8, sinks: true, window: 4 }],
];

describe.each(cases)('attention with %s', (_, features) => {
  test('is what the definition says, and so is its log-sum-exp', () => {
    const result = run(features);
    const expected = expectedOf(features, result, 'probs');
    expect(differ(result.tensors.get('context'), expected.context)).toBeLessThan(1e-13);
    expect(differ(result.tensors.get('lse'), expected.lse)).toBeLessThan(1e-13);
    expect(result.tapped).toBeNull();
  });

  test.each<[Tap]>([['product'], ['capped'], ['masked'], ['probs']])(
    'shows its scores at the stage %s',
    (tap) => {
      const result = run(features, tap);
      const expected = expectedOf(features, result, tap);
      expect(differ(result.tapped, expected.tapped)).toBeLessThan(1e-13);
      // To look at the scores changes nothing.
      expect(differ(result.tensors.get('context'), expected.context)).toBeLessThan(1e-13);
    },
  );
});

test('rows that see nothing have context 0 and log-sum-exp infinity, sinks or not', () => {
  for (const sinks of [false, true]) {
    const { tensors } = run({ sinks });
    // Sequence 1, queries 0 and 1.
    const rows = (id: string, width: number) => {
      const row = dims.queryHeads * width;
      const data = tensors.get(id) ?? new Float64Array();
      return [...data.subarray(newTokens * row, (newTokens + 2) * row)];
    };
    expect(new Set(rows('context', dims.vDim))).toEqual(new Set([0]));
    expect(new Set(rows('lse', 1))).toEqual(new Set([Infinity]));
  }
});

test('a sink far above every score leaves nothing, and one far below changes nothing', () => {
  const conventions: Conventions = { ...plainConventions, sinks: true };
  const plan = gqa.plan(dims, { phase: 'prefill', conventions });
  const context = (sink: number) => {
    const weights = { ...weightsOf(plan), sinks: new Float32Array(dims.queryHeads).fill(sink) };
    const reference = new Reference(plan, weights, new ReferenceCache(plan.cache, 1, 4));
    const { tensors } = reference.step({
      newTokens,
      inputs: seededInputs(plan, 35, newTokens),
      starts: [0],
      lengths: [newTokens],
      offsets: [0],
    });
    return tensors.get('context') ?? new Float64Array();
  };
  expect(new Set(context(3e38))).toEqual(new Set([0]));
  expect(context(-3e38)).toEqual(context(-1e5));
  expect(context(-3e38).every((value) => value !== 0)).toBe(true);
});

test('a mask that is missing or of another size is refused in numbers', () => {
  const conventions: Conventions = { ...plainConventions, additive: 'perHead' };
  const plan = gqa.plan(dims, { phase: 'prefill', conventions });
  const reference = new Reference(plan, weightsOf(plan), new ReferenceCache(plan.cache, 1, 4));
  const input = {
    newTokens,
    inputs: seededInputs(plan, 36, newTokens),
    starts: [0],
    lengths: [newTokens],
    offsets: [0],
  };
  expect(() => reference.step(input)).toThrow('the additive mask needs 24 rows');
  const additive = { columns: 4, values: new Float32Array(23 * 4) };
  expect(() => reference.step({ ...input, additive })).toThrow('not 92 elements');
});
