// How many dispatches a token takes, of each variant and mode, and which steps are joined.

import { expect, test } from 'vitest';
import type { Dims } from '../attention/dims';
import type { Phase } from '../attention/plan';
import { plainConventions, type Conventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import type { Knobs } from './dispatch';
import { schedule } from './schedule';

const dims: Dims = {
  modelDim: 256,
  queryHeads: 8,
  kvHeads: 2,
  headDim: 64,
  vDim: 64,
  latentDim: 128,
  ropeDim: 32,
  nopeDim: 64,
  queryRank: 96,
  latentHeads: 2,
  queryFactors: 3,
  keyFactors: 2,
  valueFactors: 2,
};

interface Asked {
  readonly sizes?: Partial<Dims>;
  readonly conventions?: Partial<Conventions>;
  readonly knobs?: Partial<Knobs>;
  readonly phase?: Phase;
}

function dispatchesOf(
  id: string,
  mode: string,
  { sizes, conventions, knobs, phase = 'decode' }: Asked = {},
) {
  const plan = variantById(id).plan(
    { ...dims, ...sizes },
    { phase, mode, conventions: { ...plainConventions, ...conventions } },
  );
  return schedule(plan, {
    batch: 1,
    capacity: 512,
    maxNewTokens: 1,
    format: 'f16',
    weightFormat: 'f32',
    reduction: 'workgroup',
    ...knobs,
  }).dispatches;
}

const kernels = (dispatches: ReturnType<typeof dispatchesOf>) =>
  dispatches.map(({ kernel, covers }) => `${kernel} ${covers.join('+')}`);

// The steps of attention itself count once more each where keys and values are rebuilt in chunks, or spread.
test.each([
  ['mha', 'cached', 5, 10],
  ['gqa', 'cached', 5, 10],
  ['mqa', 'cached', 5, 10],
  ['gqa', 'recomputed', 5, 8],
  ['gta', 'cached', 5, 11],
  ['mla', 'absorbed', 7, 14],
  ['mla', 'expanded', 9, 14],
  ['mla', 'naive', 10, 14],
  ['gla', 'absorbed', 7, 15],
  ['gla', 'expanded', 9, 15],
  ['tpa', 'cached', 9, 18],
])('%s %s takes %i dispatches a token, and %i apart', (id, mode, fused, apart) => {
  expect(kernels(dispatchesOf(id, mode))).toHaveLength(fused);
  expect(kernels(dispatchesOf(id, mode, { knobs: { fused: false } }))).toHaveLength(apart);
});

test.each([
  ['absorbed', 6],
  ['expanded', 7],
  ['naive', 8],
])('MLA %s without query compression takes %i', (mode, count) => {
  expect(kernels(dispatchesOf('mla', mode, { sizes: { queryRank: 0 } }))).toHaveLength(count);
});

test.each<[string, Asked]>([
  ['head norms and biases', { conventions: { headNorm: true, biases: ['q', 'k', 'v', 'o'] } }],
  ['no rotation', { conventions: { rope: null } }],
  ['int8 (and two that spread queries and contexts)', { knobs: { format: 'int8' } }],
  ['three sequences', { knobs: { batch: 3 } }],
])('GQA stays at 5 with %s', (_, asked) => {
  const joined = kernels(dispatchesOf('gqa', 'cached', asked));
  expect(joined.filter((text) => !text.startsWith('spread'))).toHaveLength(5);
});

test('every step is done once, after those that it needs', () => {
  expect(kernels(dispatchesOf('gqa', 'cached', { conventions: { headNorm: true } }))).toEqual([
    '1_project_vector 0+1+2',
    '4_ready 3+4+5+6+7+8',
    '5_attend_decode 9',
    '6_merge 9',
    '1_project_vector 10',
  ]);
});

test.each(['staged', 'register'] as const)('the merge goes on to W_UV: %s', (family) => {
  expect(kernels(dispatchesOf('mla', 'absorbed', { knobs: { family } })).slice(4)).toEqual([
    family === 'staged' ? '5_attend_decode 10' : '5_attend_register 10',
    family === 'staged' ? '6_merge 10+11' : '6_merge_register 10+11',
    '1_project_vector 12',
  ]);
});

test('lanes that swap turn contexts back and project them while they hold them', () => {
  const knobs = { family: 'register', reduction: 'subgroup', format: 'int8' } as const;
  const made = dispatchesOf('mla', 'absorbed', { knobs });
  expect(kernels(made).slice(4)).toEqual([
    'spread_register 10',
    '5_attend_register 10',
    '6_merge_register 10+11',
    '1_project_vector 12',
  ]);
  const merge = made.find(({ kernel }) => kernel === '6_merge_register');
  expect(merge?.slots).toMatchObject({ merged: 'merged/projected_held', kept: 'kept/spread' });
  // One token of a narrow cache is a dispatch more than one of a wide cache.
  const wide = dispatchesOf('mla', 'absorbed', { knobs: { ...knobs, format: 'f16' } });
  expect(made).toHaveLength(wide.length + 1);
});

test.each([
  ['the naive kernel, for whose merge lanes wait', { family: 'register', naive: true }],
  ['staged tiles', { family: 'staged', groupLanes: 4 }],
] as const)('contexts are turned back apart: %s', (_, knobs) => {
  const by = { ...knobs, reduction: 'subgroup', format: 'int8' } as const;
  const conventions = { sinks: true } as const;
  const made = kernels(dispatchesOf('mla', 'absorbed', { conventions, knobs: by }));
  expect(made.slice(-4)).toEqual([
    '6_merge 10',
    'spread_register 10',
    '1_project_vector 11',
    '1_project_vector 12',
  ]);
});

test('a merge that multiplies weights has 64 lanes where projections have', () => {
  const knobs = { family: 'register', groupLanes: 64 } as const;
  expect(kernels(dispatchesOf('mla', 'absorbed', { knobs }))).toContain('6_merge 10+11');
  // One that only merges has four, which wait for nothing.
  expect(kernels(dispatchesOf('gqa', 'cached', { knobs }))).toContain('6_merge_register 7');
});

test('a merge that projects, with a sink and a log-sum-exp, binds five buffers of the plan', () => {
  const conventions = { sinks: true, lse: true } as const;
  for (const family of ['staged', 'register'] as const) {
    const made = dispatchesOf('mla', 'absorbed', { conventions, knobs: { family } });
    const merge = made.find(({ slots }) => slots['merged'] === 'merged/projected');
    // And the numbers of the step.
    expect(Object.keys(merge?.buffers ?? {})).toHaveLength(5);
  }
});

test('the context that a merge projects is kept nowhere, other contexts are', () => {
  const kept = (id: string, knobs: Partial<Knobs>) => {
    const plan = variantById('mla').plan(dims, { phase: 'decode', mode: 'absorbed' });
    const sizes = { batch: 1, capacity: 512, maxNewTokens: 1, format: 'f16' } as const;
    const choices = { weightFormat: 'f32', reduction: 'workgroup' } as const;
    return schedule(plan, { ...sizes, ...choices, ...knobs }).buffers.some(
      (buffer) => buffer.id === id,
    );
  };
  expect(kept('contextLatent', {})).toBe(false);
  expect(kept('context', {})).toBe(true);
  expect(kept('contextLatent', { fused: false })).toBe(true);
});

test('the bytes of cache and weights that move are those of the steps apart', () => {
  const moved = (fused: boolean) =>
    dispatchesOf('gqa', 'cached', { knobs: { fused } }).reduce((bytes, { traffic }) => {
      const sizes = { batch: 1, newTokens: 1, capacity: 512, context: 9, keys: 9, splits: 1 };
      const { readBytes, writtenBytes } = traffic(sizes);
      return bytes + readBytes + writtenBytes;
    }, 0);
  // Rotated keys are neither written nor read again, and one table row is read alike.
  expect(moved(false) - moved(true)).toBe(2 * 2 * 64 * 4);
});

/** Where a plan cannot be fused, its steps are done apart. */
test.each<[string, string, string, Asked, string[]]>([
  ['many rows', 'gqa', 'cached', { knobs: { maxNewTokens: 5 } }, ['4_append 5', '4_append 6']],
  [
    'weights that no device binds as one',
    'gqa',
    'cached',
    { knobs: { bindingBytes: 2 ** 19 } },
    ['1_project_vector 0', '1_project_vector 1+2', '3_rotate 3'],
  ],
  ['rows of two pieces', 'mla', 'naive', {}, ['4_append 9']],
  [
    'many rows of contexts',
    'mla',
    'absorbed',
    { knobs: { batch: 5 } },
    ['6_merge 10', '1_project_matrix 11'],
  ],
  [
    'contexts that need no merge',
    'mla',
    'absorbed',
    { phase: 'prefill', knobs: { family: 'register', maxNewTokens: 3 } },
    ['5_attend_register 10', '1_project_vector 11'],
  ],
  [
    'contexts that are turned back before they are projected',
    'mla',
    'absorbed',
    { knobs: { format: 'int4' } },
    ['6_merge 10', 'spread 10', '1_project_vector 11'],
  ],
  [
    'contexts too wide for the memory of a workgroup',
    'mla',
    'absorbed',
    { sizes: { latentDim: 3076 } },
    ['6_merge 10', '1_project_vector 11'],
  ],
  [
    'quantised keys and values of different widths',
    'gqa',
    'cached',
    { sizes: { vDim: 32 }, knobs: { format: 'int8' } },
    ['4_append_scaled 6'],
  ],
])('apart: %s', (_, id, mode, asked, expected) => {
  expect(kernels(dispatchesOf(id, mode, asked))).toEqual(expect.arrayContaining(expected));
});
