// Keys and values that are made from cached rows: of outer products, of tied rows and of grouped latents, against
// loops that follow the papers.

import { expect, test } from 'vitest';

import type { Dims } from '../attention/dims';
import type { Plan } from '../attention/plan';
import { plainConventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { compare } from './agreement';
import { ReferenceCache } from './cache';
import { Reference } from './reference';
import { seededInputs, seededWeights } from './seeded';

const dims: Dims = {
  modelDim: 13,
  queryHeads: 6,
  kvHeads: 3,
  headDim: 8,
  vDim: 5,
  latentDim: 14,
  ropeDim: 4,
  nopeDim: 3,
  queryRank: 9,
  latentHeads: 2,
  queryFactors: 4,
  keyFactors: 3,
  valueFactors: 2,
};
const batch = 2;
const tokens = 5;

/** A prefill of five tokens and a decode of the sixth, so that cached rows of both are read. */
function run(plan: Plan) {
  const weights = seededWeights(plan, 41);
  const cache = new ReferenceCache(plan.cache, batch, tokens + 3);
  const reference = new Reference(plan, weights, cache);
  const all = (value: number) => Array.from({ length: batch }, () => value);
  const step = (start: number, newTokens: number) =>
    reference.step({
      newTokens,
      inputs: seededInputs(plan, 42 + start, batch * newTokens),
      starts: all(start),
      lengths: all(start + newTokens),
      offsets: all(start),
    });
  step(0, tokens);
  return { weights, cache, ...step(tokens, 1) };
}

const softmax = (scores: readonly number[]) => {
  const exps = scores.map(Math.exp);
  const sum = exps.reduce((a, b) => a + b, 0);
  return exps.map((e) => e / sum);
};

/** Context of the last token from whole rows: keys and values are [tokens][width] of a head. */
function contextOf(query: number[], keys: number[][], values: number[][], scale: number) {
  const scores = keys.map((key) => scale * key.reduce((s, k, i) => s + k * (query[i] ?? NaN), 0));
  const probs = softmax(scores);
  return Array.from({ length: values[0]?.length ?? 0 }, (_, d) =>
    probs.reduce((s, p, j) => s + p * (values[j]?.[d] ?? NaN), 0),
  );
}

const errorOf = (actual: Float64Array | undefined, expected: readonly number[]): number =>
  compare(actual ?? new Float64Array(), Float64Array.from(expected), 0).error;

test('TPA attends to sums of outer products of what it cached, divided by their number', () => {
  const plan = variantById('tpa').plan(dims, { phase: 'decode' });
  const { cache, tensors } = run(plan);
  const all = { first: 0, count: tokens + 1 };
  /** One head of all cached tokens: 1/R sum over r of a[r][head] b[r]. */
  const made = (name: string, ranks: number, width: number, sequence: number, head: number) =>
    Array.from({ length: tokens + 1 }, (_, token) =>
      Array.from({ length: width }, (_, column) => {
        let sum = 0;
        for (let rank = 0; rank < ranks; rank++) {
          const a = cache.rows(`${name}HeadFactors`, sequence, rank, all);
          const b = cache.rows(`${name}ColumnFactors`, sequence, rank, all);
          const factor = a[token * dims.queryHeads + head] ?? NaN;
          sum += factor * (b[token * width + column] ?? NaN);
        }
        return sum / ranks;
      }),
    );
  const expected: number[] = [];
  for (let sequence = 0; sequence < batch; sequence++) {
    for (let head = 0; head < dims.queryHeads; head++) {
      const a = tensors.get('queryHeads') ?? new Float64Array();
      const b = tensors.get('queryRotated') ?? new Float64Array();
      const query = Array.from({ length: dims.headDim }, (_, column) => {
        let sum = 0;
        for (let rank = 0; rank < dims.queryFactors; rank++) {
          const row = sequence * dims.queryFactors + rank;
          const factor = a[row * dims.queryHeads + head] ?? NaN;
          sum += factor * (b[row * dims.headDim + column] ?? NaN);
        }
        return sum / dims.queryFactors;
      });
      const keys = made('key', dims.keyFactors, dims.headDim, sequence, head);
      const values = made('value', dims.valueFactors, dims.vDim, sequence, head);
      expected.push(...contextOf(query, keys, values, dims.headDim ** -0.5));
    }
  }
  expect(errorOf(tensors.get('context'), expected)).toBeLessThan(1e-13);
});

test('GTA attends to halves of the rows that are its values, beside a rotary key for all heads', () => {
  const plan = variantById('gta').plan(dims, { phase: 'decode' });
  const { cache, tensors } = run(plan);
  const half = dims.headDim / 2;
  const all = { first: 0, count: tokens + 1 };
  const expected: number[] = [];
  for (let sequence = 0; sequence < batch; sequence++) {
    const rope = cache.rows('ropeKeys', sequence, 0, all);
    for (let head = 0; head < dims.queryHeads; head++) {
      const group = Math.floor(head / (dims.queryHeads / dims.kvHeads));
      const tied = cache.rows('tied', sequence, group, all);
      const row = sequence * dims.queryHeads + head;
      const query = [
        ...(tensors.get('queryTied') ?? []).slice(row * half, (row + 1) * half),
        ...(tensors.get('queryRope') ?? []).slice(row * half, (row + 1) * half),
      ];
      const values = Array.from({ length: tokens + 1 }, (_, token) => [
        ...tied.subarray(token * dims.headDim, (token + 1) * dims.headDim),
      ]);
      const keys = values.map((value, token) => [
        ...value.slice(0, half),
        ...rope.subarray(token * half, (token + 1) * half),
      ]);
      expected.push(...contextOf(query, keys, values, dims.headDim ** -0.5));
    }
  }
  expect(errorOf(tensors.get('context'), expected)).toBeLessThan(1e-13);
});

test('GLA gives each group of query heads keys and values of its own latent', () => {
  const width = dims.latentDim / dims.latentHeads;
  const rows = dims.nopeDim + dims.vDim;
  const all = { first: 0, count: tokens + 1 };
  for (const mode of ['absorbed', 'expanded']) {
    const plan = variantById('gla').plan(dims, { phase: 'decode', mode });
    const { cache, tensors, weights } = run(plan);
    const up = weights['wkvB'] ?? new Float32Array();
    const expected: number[] = [];
    for (let sequence = 0; sequence < batch; sequence++) {
      const rope = cache.rows('ropeKeys', sequence, 0, all);
      for (let head = 0; head < dims.queryHeads; head++) {
        const group = Math.floor(head / (dims.queryHeads / dims.latentHeads));
        const latents = cache.rows('latents', sequence, group, all);
        const rebuilt = Array.from({ length: tokens + 1 }, (_, token) =>
          Array.from({ length: rows }, (_, row) => {
            let sum = 0;
            for (let i = 0; i < width; i++) {
              const w = up[(head * rows + row) * width + i] ?? NaN;
              sum += w * (latents[token * width + i] ?? NaN);
            }
            return sum;
          }),
        );
        const qk = dims.nopeDim + dims.ropeDim;
        const at = (sequence * dims.queryHeads + head) * qk;
        const ropeAt = (sequence * dims.queryHeads + head) * dims.ropeDim;
        const query = [
          ...(tensors.get('query') ?? []).slice(at, at + dims.nopeDim),
          ...(tensors.get('queryRope') ?? []).slice(ropeAt, ropeAt + dims.ropeDim),
        ];
        const keys = rebuilt.map((row, token) => [
          ...row.slice(0, dims.nopeDim),
          ...rope.subarray(token * dims.ropeDim, (token + 1) * dims.ropeDim),
        ]);
        const values = rebuilt.map((row) => row.slice(dims.nopeDim));
        expected.push(...contextOf(query, keys, values, qk ** -0.5));
      }
    }
    expect(errorOf(tensors.get('context'), expected)).toBeLessThan(1e-13);
  }
});

test('a step without a cache gives what the cached steps gave', () => {
  for (const id of ['mha', 'gqa', 'mqa']) {
    const plan = (mode: string) =>
      variantById(id).plan(dims, {
        phase: 'prefill',
        mode,
        conventions: { ...plainConventions, headNorm: true, window: true },
      });
    const [cached, recomputed] = [plan('cached'), plan('recomputed')];
    expect(recomputed.cache).toEqual([]);
    const weights = seededWeights(cached, 43);
    const x = seededInputs(cached, 44, tokens)['x'] ?? new Float32Array();
    const held = new Reference(cached, weights, new ReferenceCache(cached.cache, 1, tokens));
    const none = new Reference(recomputed, weights, new ReferenceCache([], 1, tokens));
    for (let token = 0; token < tokens; token++) {
      const upTo = x.subarray(0, (token + 1) * dims.modelDim);
      const { output } = held.step({
        newTokens: 1,
        inputs: { x: upTo.subarray(token * dims.modelDim) },
        starts: [token],
        lengths: [token + 1],
        offsets: [token],
        window: 3,
      });
      const whole = none.step({
        newTokens: token + 1,
        inputs: { x: upTo },
        starts: [0],
        lengths: [token + 1],
        offsets: [0],
        window: 3,
      }).output;
      const last = whole.subarray(token * dims.modelDim);
      expect(compare(last, output, 0).error).toBeLessThan(1e-13);
    }
    expect(() =>
      none.step({
        newTokens: 1,
        inputs: { x: x.subarray(0, 13) },
        starts: [4],
        lengths: [5],
        offsets: [4],
      }),
    ).toThrow('has rows of the 1 new tokens alone');
  }
});
