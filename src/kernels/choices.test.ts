// Which kernels a plan starts with, and which are pruned before anything is compiled.

import { describe, expect, test } from 'vitest';
import type { Plan } from '../attention/plan';
import { proposeDims } from '../attention/propose';
import { cut } from '../attention/scope';
import { plainConventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { candidatesFor, shippedChoice, shippedChoices, type GpuFacts } from './choices';
import type { Knobs } from './dispatch';

const attendOf = (
  variantId: string,
  mode: string,
  phase: Plan['phase'] = 'decode',
  queryHeads = 32,
) => {
  const dims = proposeDims({ modelDim: 4096, queryHeads, kvHeads: 8, headDim: 128 });
  const latent = { ...dims, latentDim: 512, ropeDim: 64 };
  const plan = variantById(variantId).plan(latent, { phase, mode, conventions: plainConventions });
  return cut(plan, ({ op }) => op === 'attend');
};

const knobs: Knobs = {
  batch: 1,
  capacity: 2048,
  maxNewTokens: 1,
  format: 'f32',
  weightFormat: 'f32',
  reduction: 'workgroup',
};

const gpuOf = (
  software: boolean,
  features: readonly string[] = [],
  limits: Partial<Record<string, number>> = {},
): GpuFacts => ({
  info: { vendor: 'test', architecture: 'paper', description: '', software },
  device: {
    features: new Set(features),
    limits: {
      maxBufferSize: 2 ** 30,
      maxStorageBufferBindingSize: 2 ** 30,
      maxComputeWorkgroupsPerDimension: 65535,
      ...limits,
    },
  },
});

const subgroups = ['subgroups'];

test('an adapter whose compiler takes minutes over registers starts without them', () => {
  const facts = gpuOf(true, subgroups);
  const llvmpipe: GpuFacts = {
    ...facts,
    info: { ...facts.info, vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
  };
  expect(shippedChoice(llvmpipe, attendOf('gqa', 'cached'))).toMatchObject({
    choice: { family: 'staged', reduction: 'workgroup' },
    basis: 'measured',
  });
  expect(shippedChoice(llvmpipe, attendOf('mla', 'absorbed')).choice.family).toBe('products');
  expect(shippedChoice(llvmpipe, attendOf('mla', 'absorbed', 'decode', 16)).choice.family).toBe(
    'staged',
  );
});

test('software adapters start with registers, others with staged tiles, and both say why', () => {
  const plan = attendOf('gqa', 'cached');
  expect(shippedChoice(gpuOf(true, subgroups), plan)).toMatchObject({
    choice: { family: 'register', reduction: 'subgroup', rows: 16 },
    basis: 'measured',
  });
  // A prompt's text is compiled for one run.
  expect(
    shippedChoice(gpuOf(true, subgroups), attendOf('gqa', 'cached', 'prefill')).choice,
  ).toEqual({
    family: 'register',
    reduction: 'subgroup',
    rows: 12,
  });
  expect(shippedChoice(gpuOf(true), plan)).toMatchObject({
    choice: { family: 'register', reduction: 'workgroup', rows: 8 },
    basis: 'measured',
  });
  expect(shippedChoice(gpuOf(false, subgroups), plan)).toMatchObject({
    choice: { family: 'staged', reduction: 'workgroup' },
    basis: 'predicted',
  });
  for (const software of [true, false]) {
    expect(shippedChoice(gpuOf(software), plan).reason).toMatch(/load/);
  }
});

test('64 heads that share a latent start as two matrix products, but on software adapters', () => {
  const latent = (heads: number, mode = 'absorbed') => attendOf('mla', mode, 'decode', heads);
  expect(shippedChoice(gpuOf(false), latent(64))).toMatchObject({
    choice: { family: 'products', reduction: 'workgroup' },
    basis: 'predicted',
  });
  expect(shippedChoice(gpuOf(false), latent(64)).reason).toMatch(/load/);
  expect(shippedChoice(gpuOf(false), latent(56)).choice.family).toBe('staged');
  expect(shippedChoice(gpuOf(true), latent(64)).choice.family).toBe('register');
  // 64 heads share a kv head here too, and its value is another row; those of GLA share two latents.
  const others = [
    attendOf('mqa', 'cached', 'decode', 64),
    latent(64, 'expanded'),
    attendOf('gla', 'absorbed', 'decode', 64),
  ];
  for (const plan of others) expect(shippedChoice(gpuOf(false), plan).choice.family).toBe('staged');
  const families = shippedChoices(latent(64)).map(({ family }) => family);
  expect(families).toEqual(['register', 'products']);
});

describe('candidates', () => {
  const everything = [
    ['gqa', 'cached', 'decode', 1],
    ['mha', 'cached', 'decode', 1],
    ['mqa', 'cached', 'decode', 1],
    ['mla', 'absorbed', 'decode', 1],
    ['gqa', 'cached', 'prefill', 2048],
    ['mla', 'absorbed', 'prefill', 2048],
  ] as const;

  test.each(everything)(
    'of %s %s %s are at most 8, each tried or pruned with its reason',
    (...of) => {
      const [id, mode, phase, maxNewTokens] = of;
      for (const software of [true, false]) {
        const gpu = gpuOf(software, subgroups);
        const { kept, pruned } = candidatesFor(gpu, attendOf(id, mode, phase), {
          ...knobs,
          maxNewTokens,
        });
        expect(kept.length).toBeGreaterThan(0);
        expect(kept.length).toBeLessThanOrEqual(8);
        expect(kept.length + pruned.length).toBe(8);
        expect(new Set(kept.map((choice) => JSON.stringify(choice))).size).toBe(kept.length);
      }
    },
  );

  test('need the feature subgroups to reduce by subgroups', () => {
    const { kept, pruned } = candidatesFor(gpuOf(true), attendOf('gqa', 'cached'), knobs);
    expect(kept.map(({ reduction }) => reduction)).not.toContain('subgroup');
    const needs = pruned.filter(({ reason }) => reason.code === 'needsFeature');
    expect(needs.map(({ choice }) => choice.family)).toEqual([
      'staged',
      'register',
      'register',
      'register',
    ]);
  });

  test('come with the shortest shaders first', () => {
    const { kept } = candidatesFor(gpuOf(true), attendOf('mqa', 'cached'), knobs);
    const rows = kept.flatMap((choice) => choice.rows ?? []);
    expect(rows).toEqual([1, 4, 8]);
  });

  test('are one where knobs make no difference: a group of 4 never holds 8 rows', () => {
    const { kept, pruned } = candidatesFor(gpuOf(true), attendOf('gqa', 'cached'), knobs);
    expect(kept.flatMap(({ rows }) => rows ?? [])).toEqual([1, 4]);
    expect(pruned).toContainEqual({
      choice: { family: 'register', reduction: 'workgroup', rows: 8 },
      reason: {
        code: 'sameAs',
        choice: { family: 'register', reduction: 'workgroup', rows: 4 },
      },
    });
  });

  test('hold no more than the registers of a GPU, while software may', () => {
    // 32 quads of keys and 32 of values, four lanes: 16 a row.
    const gpu = candidatesFor(gpuOf(false), attendOf('mqa', 'cached'), knobs);
    expect(gpu.kept.flatMap(({ rows }) => rows ?? [])).toEqual([1, 4]);
    expect(gpu.pruned).toContainEqual({
      choice: { family: 'register', reduction: 'workgroup', rows: 8 },
      reason: { code: 'registers', laneQuads: 128, mostLaneQuads: 64 },
    });
    const bySubgroups = candidatesFor(gpuOf(false, subgroups), attendOf('mqa', 'cached'), knobs);
    expect(bySubgroups.kept.flatMap(({ rows }) => rows ?? []).toSorted((a, b) => a - b)).toEqual([
      1, 1, 4, 4,
    ]);
    const latent = candidatesFor(gpuOf(false), attendOf('mla', 'absorbed'), knobs);
    // Of 512 columns a sweep holds 32, 8 quads a lane; 4 of the tail and 32 of sums besides.
    expect(latent.kept.flatMap(({ rows }) => rows ?? [])).toEqual([1]);
    expect(latent.pruned).toContainEqual({
      choice: { family: 'register', reduction: 'workgroup', rows: 4 },
      reason: { code: 'registers', laneQuads: 176, mostLaneQuads: 64 },
    });
    expect(latent.kept.map(({ family }) => family)).toContain('products');
    const software = candidatesFor(gpuOf(true), attendOf('mla', 'absorbed'), knobs);
    expect(software.kept.flatMap(({ rows }) => rows ?? [])).toEqual([8]);
  });

  test('hold up to 32 rows in software where lanes can swap what they load, and no more than the group has', () => {
    const rowsOf = (plan: Plan, maxNewTokens = 1) =>
      candidatesFor(gpuOf(true, subgroups), plan, { ...knobs, maxNewTokens })
        .kept.filter(({ reduction }) => reduction === 'subgroup')
        .flatMap(({ rows }) => rows ?? []);
    expect(rowsOf(attendOf('mqa', 'cached'))).toEqual([4, 16, 32]);
    expect(rowsOf(attendOf('mla', 'absorbed'))).toEqual([8, 16, 32]);
    expect(rowsOf(attendOf('gqa', 'cached')).toSorted((a, b) => a - b)).toEqual([4, 16]);
    expect(rowsOf(attendOf('mha', 'cached'))).toEqual([4]);
    // What a prompt starts with is among them.
    expect(rowsOf(attendOf('mha', 'cached', 'prefill'), 64)).toEqual([12, 16, 32]);
  });

  test('include two matrix products where 32 rows share a latent, and nowhere else', () => {
    const has = (plan: Plan, maxNewTokens = 1) =>
      candidatesFor(gpuOf(true), plan, { ...knobs, maxNewTokens })
        .kept.map(({ family }) => family)
        .includes('products');
    expect(has(attendOf('mla', 'absorbed'))).toBe(true);
    expect(has(attendOf('mla', 'absorbed', 'decode', 24))).toBe(false);
    expect(has(attendOf('mla', 'absorbed', 'decode', 24), 2)).toBe(true);
    expect(has(attendOf('mla', 'expanded'))).toBe(false);
    expect(has(attendOf('mqa', 'cached'))).toBe(false);
  });

  test('fit the limits: partial results of a long prompt may be too large a buffer', () => {
    const limits = { maxStorageBufferBindingSize: 2 ** 27 };
    const plan = attendOf('mla', 'absorbed', 'prefill');
    const { kept, pruned } = candidatesFor(gpuOf(true, [], limits), plan, {
      ...knobs,
      capacity: 1024,
      maxNewTokens: 1024,
    });
    expect(new Set(kept.map(({ family }) => family))).toEqual(new Set(['register']));
    const staged = pruned.find(({ choice }) => choice.family === 'staged');
    expect(staged?.reason).toMatchObject({ code: 'unsupported' });
    expect(JSON.stringify(staged)).toContain('too large for this device');
  });
});
