// The CPU reader against float64: every plan, group sizes, widths, lengths, masks, and rows that nothing may read.

import { setFlagsFromString } from 'node:v8';
import { describe, expect, test } from 'vitest';

import type { Dims } from '../attention/dims';
import type { FormatId } from '../attention/format';
import { find, type Plan } from '../attention/plan';
import { seedOf, uniforms } from '../attention/random';
import { inScope } from '../attention/scope';
import { plainConventions, type Conventions } from '../attention/variant';
import { variantById, variants } from '../attention/variants';
import { compare } from '../reference/agreement';
import { ReferenceCache } from '../reference/cache';
import { Reference } from '../reference/reference';
import { seededInputs, seededWeights } from '../reference/seeded';
import { CpuSession, type CpuStep } from './session';
import { SingleThread, type Runner } from './tasks';

const bound = 1e-5;

const dims: Dims = {
  modelDim: 24,
  queryHeads: 6,
  kvHeads: 3,
  headDim: 20,
  vDim: 12,
  latentDim: 28,
  ropeDim: 8,
  nopeDim: 12,
  queryRank: 10,
  latentHeads: 2,
  queryFactors: 3,
  keyFactors: 2,
  valueFactors: 2,
};

const single = await SingleThread.open(['simd']);

// Node has had relaxed SIMD behind this flag before it had it without.
setFlagsFromString('--experimental-wasm-relaxed-simd');
const relaxed = await SingleThread.open(['relaxed']).catch(() => null);

interface Case {
  readonly plan: Plan;
  readonly newTokens: number;
  /** Keys of each sequence, the new ones included. */
  readonly lengths: readonly number[];
  readonly offsets?: readonly number[];
  readonly window?: number;
  readonly format?: FormatId;
}

/** max |error| / max |reference| of every tensor that both readers have, rows beyond the lengths being NaN. */
function errorOf(
  { plan, newTokens, lengths, window, offsets, format = 'f32' }: Case,
  runner: Runner = single,
): number {
  const batch = lengths.length;
  const capacity = Math.max(...lengths) + 3;
  const weights = seededWeights(plan, 11);
  const inputs = seededInputs(plan, 12, batch * newTokens);
  const cache = new ReferenceCache(plan.cache, batch, capacity, { precision: 'float32', format });
  const session = new CpuSession(runner, plan, weights, {
    batch,
    capacity,
    maxNewTokens: newTokens,
    format,
  });
  for (const { id, heads, width } of plan.cache) {
    const rows = uniforms(seedOf(13, id), batch * heads * capacity * width, 1.5);
    for (const [sequence, length] of lengths.entries()) {
      const perHead = capacity * width;
      for (let head = 0; head < heads; head++) {
        const at = (sequence * heads + head) * perHead;
        rows.fill(NaN, at + length * width, at + perHead);
      }
    }
    cache.data(id).set(cache.asStored(id, rows));
    session.writeCache(id, rows);
  }
  for (const id of plan.inputs) session.writeInput(id, newTokens, inputs[id]!);
  const starts = lengths.map((length) => Math.max(0, length - newTokens));
  const step: CpuStep = {
    newTokens,
    starts,
    lengths,
    offsets: offsets ?? starts,
    ...(window === undefined ? {} : { window }),
  };
  const work = session.step(step);
  while (!work.next().done);
  const { tensors } = new Reference(plan, weights, cache).step({ ...step, inputs });
  let worst = 0;
  for (const [id, expected] of tensors) {
    worst = Math.max(worst, compare(session.read(id, newTokens), expected, bound).error);
  }
  for (const { id, heads, width } of plan.cache) {
    const token = lengths[0]! - 1;
    const kept = find(plan.cache, id);
    expect(session.readToken(id, token)).toHaveLength(batch * kept.heads * width);
    const first = cache.rows(id, 0, heads - 1, { first: token, count: 1 });
    const row = session.readToken(id, token).subarray((heads - 1) * width, heads * width);
    worst = Math.max(worst, compare(row, first, bound).error);
  }
  session.dispose();
  return worst;
}

const planOf = (
  variantId: string,
  of: Partial<Dims>,
  conventions: Partial<Conventions> = {},
  mode?: string,
) =>
  variantById(variantId).plan(
    { ...dims, ...of },
    {
      phase: 'decode',
      conventions: { ...plainConventions, ...conventions },
      ...(mode === undefined ? {} : { mode }),
    },
  );

const attentionOf = (...request: Parameters<typeof planOf>) =>
  inScope(planOf(...request), 'attentionOnly');

describe('one new token', () => {
  test.each([1, 2, 3, 4, 7, 8, 32])('agrees for groups of %i', (groupSize) => {
    const plan = attentionOf('gqa', {
      kvHeads: 2,
      queryHeads: 2 * groupSize,
      headDim: 64,
      vDim: 64,
    });
    for (const length of [1, 3, 17, 63, 64, 65, 1000]) {
      expect(errorOf({ plan, newTokens: 1, lengths: [length] })).toBeLessThan(bound);
    }
  });

  test.each([
    [64, 64],
    [80, 80],
    [128, 128],
    [192, 128],
    [20, 12],
    [18, 7],
    [5, 3],
  ])('agrees for keys of %i and values of %i', (headDim, vDim) => {
    for (const queryHeads of [2, 4, 14]) {
      const plan = attentionOf('gqa', { kvHeads: 2, queryHeads, headDim, vDim });
      expect(errorOf({ plan, newTokens: 1, lengths: [131, 17] })).toBeLessThan(bound);
    }
  });

  test('agrees where a context takes several tasks, each going on from the one before', () => {
    const plan = attentionOf('mqa', { queryHeads: 32, headDim: 128, vDim: 128 });
    expect(errorOf({ plan, newTokens: 1, lengths: [3100] })).toBeLessThan(bound);
  });

  test.each([
    [512, 64],
    [256, 32],
  ])('agrees over a latent of %i with a rotary key of %i', (latentDim, ropeDim) => {
    const plan = attentionOf('mla', { latentDim, ropeDim, queryHeads: 9 }, {}, 'absorbed');
    expect(errorOf({ plan, newTokens: 1, lengths: [3, 190] })).toBeLessThan(bound);
  });
});

describe('several new tokens', () => {
  test.each([
    ['gqa', 'cached', { kvHeads: 2, queryHeads: 6, headDim: 64, vDim: 64 }],
    ['gqa', 'cached', { kvHeads: 1, queryHeads: 7, headDim: 80, vDim: 80 }],
    ['mha', 'cached', { queryHeads: 3, headDim: 192, vDim: 128 }],
    ['mqa', 'cached', { queryHeads: 5, headDim: 18, vDim: 12 }],
    ['mla', 'absorbed', { latentDim: 512, ropeDim: 64, queryHeads: 3 }],
    ['mla', 'absorbed', { latentDim: 256, ropeDim: 32, queryHeads: 2 }],
  ] as const)('%s (%s) agrees for odd sizes', (id, mode, of) => {
    const plan = attentionOf(id, of, {}, mode);
    expect(errorOf({ plan, newTokens: 13, lengths: [13] })).toBeLessThan(bound);
    expect(errorOf({ plan, newTokens: 37, lengths: [100, 41] })).toBeLessThan(bound);
  });

  test('agrees over several chunks of packed keys', () => {
    const plan = attentionOf('gqa', { kvHeads: 2, queryHeads: 6, headDim: 16, vDim: 16 });
    expect(errorOf({ plan, newTokens: 67, lengths: [2100] })).toBeLessThan(bound);
  });
});

describe.each([1, 9])('%i new tokens', (newTokens) => {
  const of = { kvHeads: 2, queryHeads: 6, headDim: 20, vDim: 12 };
  const lengths = [90, 12, 33];

  test.each<[string, Partial<Conventions>]>([
    ['a softcap', { softcap: 2.5 }],
    ['sinks', { sinks: true }],
    ['a log-sum-exp', { lse: true }],
    ['all of them', { softcap: 30, sinks: true, lse: true, scale: 1.7 }],
  ])('agree with %s', (_, conventions) => {
    const plan = attentionOf('gqa', of, conventions);
    expect(errorOf({ plan, newTokens, lengths })).toBeLessThan(bound);
  });

  test.each([1, 4, 16, 200])('agree with a window of %i', (window) => {
    const plan = attentionOf('gqa', of, { window: true, lse: true });
    expect(errorOf({ plan, newTokens, lengths, window })).toBeLessThan(bound);
  });

  test('agree where nothing is masked', () => {
    const causal = attentionOf('gqa', of);
    const steps = causal.steps.map((step) =>
      step.op === 'attend' ? { ...step, mask: { causal: false } } : step,
    );
    expect(errorOf({ plan: { ...causal, steps }, newTokens, lengths })).toBeLessThan(bound);
  });

  test('agree where offsets leave rows without keys', () => {
    const plan = attentionOf('gqa', of, { lse: true, sinks: true });
    const offsets = [-1, -20, 40];
    expect(errorOf({ plan, newTokens, lengths, offsets })).toBeLessThan(bound);
  });

  const plans = variants.flatMap(({ id, modes }) => modes.map((mode) => [id, mode.id] as const));
  test.each(plans)('agree for the whole layer of %s (%s)', (id, mode) => {
    const plan = planOf(id, {}, { biases: ['q', 'k', 'v', 'o'] }, mode);
    const all = mode === 'recomputed' ? lengths.map(() => newTokens) : lengths;
    expect(errorOf({ plan, newTokens, lengths: all })).toBeLessThan(bound);
  });
});

describe.each(['f16', 'bf16'] as const)('rows in %s', (format) => {
  test.each([
    ['gqa', 'cached', { queryHeads: 14, kvHeads: 2, headDim: 80, vDim: 64 }],
    ['mha', 'cached', { queryHeads: 2, headDim: 18, vDim: 7 }],
    ['mla', 'absorbed', { latentDim: 512, ropeDim: 64 }],
    ['gta', 'cached', { headDim: 20 }],
    ['gla', 'absorbed', {}],
  ] as const)('agree in %s (%s)', (id, mode, of) => {
    const plan = attentionOf(id, of, {}, mode);
    const lengths = [190, 67];
    expect(errorOf({ plan, newTokens: 1, lengths, format })).toBeLessThan(bound);
    expect(errorOf({ plan, newTokens: 11, lengths, format })).toBeLessThan(bound);
  });
});

test.each(['int8', 'int4'] as const)('rows in %s are refused by name', (format) => {
  const plan = attentionOf('gqa', {});
  const size = { batch: 1, capacity: 8, maxNewTokens: 1, format };
  expect(() => new CpuSession(single, plan, {}, size)).toThrow(`no cached rows in ${format}`);
});

test.each([
  [
    attentionOf('mla', {}, {}, 'expanded'),
    { format: 'f16' as const },
    '"rebuiltKeys" is made of f32',
  ],
  [attentionOf('gqa', {}, { additive: 'shared' }), {}, 'no additive masks on the CPU'],
])('what no kernel takes is refused by name', (plan, options, message) => {
  const size = { batch: 1, capacity: 8, maxNewTokens: 1, ...options };
  const weights = seededWeights(plan, 1);
  expect(() => new CpuSession(single, plan, weights, size)).toThrow(message);
});

describe.skipIf(!relaxed)('with fused multiply-adds (relaxed SIMD)', () => {
  test.each([1, 29])('%i new tokens agree', (newTokens) => {
    for (const queryHeads of [2, 6, 14]) {
      const plan = attentionOf('gqa', { kvHeads: 2, queryHeads, headDim: 80, vDim: 64 });
      const error = errorOf({ plan, newTokens, lengths: [65, 300] }, relaxed ?? single);
      expect(error).toBeLessThan(bound);
    }
    const latent = attentionOf('mla', { latentDim: 512, ropeDim: 64 }, {}, 'absorbed');
    expect(errorOf({ plan: latent, newTokens, lengths: [130] }, relaxed ?? single)).toBeLessThan(
      bound,
    );
  });
});
