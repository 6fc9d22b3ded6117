// What is shown of a step: every variant's dispatches with their texts and bindings, also where there is no GPU.

import { expect, test } from 'vitest';
import { plainConventions } from '../attention/variant';
import { variantById, variants } from '../attention/variants';
import { bindingsOf } from '../gpu/pipelines';
import { declaredNames } from '../gpu/link';
import { shippedChoice } from '../kernels/choices';
import { shaderSources } from '../kernels/sources';
import type { ShaderRequest } from './shaderRecords';
import { rungsOf, shownStep } from './shownStep';
import { smallDims } from './smallDims.test-support';

const requestOf = (variantId: string, mode: string): ShaderRequest => ({
  dims: smallDims,
  conventions: plainConventions,
  contenders: [{ variantId, mode }],
  batch: 2,
  format: 'f16',
  scope: 'wholeLayer',
  seed: 3,
  context: 77,
});

function shown(variantId: string, mode: string, asked: Partial<ShaderRequest> = {}) {
  const step = shownStep(null, { ...requestOf(variantId, mode), ...asked });
  if (!('dispatches' in step)) throw new Error(`${variantId} does not fit`);
  return step;
}

const everyMode = variants.flatMap((variant) =>
  variant.modes
    .filter((mode) => variant.plan(smallDims, { phase: 'decode', mode: mode.id }).cache.length > 0)
    .map((mode) => ({ variantId: variant.id, mode: mode.id })),
);

test.each(everyMode)('$variantId, $mode: every dispatch is told whole', ({ variantId, mode }) => {
  const { dispatches, linkedFor } = shown(variantId, mode);
  expect(linkedFor).toBe('anyGpu');
  expect(dispatches.some(({ does }) => does.includes('attend'))).toBe(true);
  for (const { kernel, code, segments, bindings, constants, grid, readBytes } of dispatches) {
    const files = new Set(segments.map(({ file }) => file));
    for (const file of files) {
      for (const name of declaredNames(shaderSources[file] ?? '')) {
        expect(code, kernel).toMatch(new RegExp(`\\b${name}\\b`));
      }
    }
    expect(files).toContain(kernel);
    expect(segments.reduce((n, { lines }) => n + lines, 0)).toBe(code.split('\n').length);
    expect(bindings.map(({ name }) => name)).toEqual(bindingsOf(code).map(({ name }) => name));
    // What a session makes has a size only where there is one.
    for (const { name, bytes } of bindings) {
      const isMade = ['step', 'step_words', 'chunk'].includes(name);
      expect(bytes === null, `${kernel} ${name}`).toBe(isMade);
    }
    for (const [name, value] of Object.entries(constants)) {
      expect(code).toContain(`const ${name} = ${value};`);
    }
    expect(Math.min(...grid)).toBeGreaterThan(0);
    expect(readBytes).toBeGreaterThan(0);
  }
});

test('loads grow with the context, and keys are bound by as many bytes as the cache has', () => {
  const attendOf = (context: number) =>
    shown('gqa', 'cached', { context }).dispatches.find(({ does }) => does.includes('attend'));
  const [short, long] = [attendOf(64), attendOf(640)];
  expect(long?.readBytes).toBeGreaterThan(5 * (short?.readBytes ?? Infinity));
  const keys = long?.bindings.find(({ name }) => name === 'keys');
  // 2 sequences, 3 heads, 640 tokens, 20 elements of 2 bytes in rows of 16-byte steps.
  expect(keys).toMatchObject({ access: 'read', bytes: 2 * 3 * 640 * 48 });
});

test('the ladder has the family that runs, and each text once', () => {
  const { rungs, choice } = shown('gqa', 'cached');
  const chosen = rungs.filter((rung) => rung.chosen);
  expect(chosen.map((rung) => rung.choice)).toEqual([choice]);
  expect(new Set(rungs.map((rung) => JSON.stringify(rung.choice))).size).toBe(rungs.length);
  for (const { readBytes } of rungs) expect(readBytes).toBeGreaterThan(0);
});

test.each(everyMode)('$variantId, $mode: the ladder begins with the naive text', (contender) => {
  const { rungs } = shown(contender.variantId, contender.mode);
  const [first, ...others] = rungs;
  expect(first).toMatchObject({ choice: null, chosen: false, refusal: null });
  expect(first?.texts.map(({ kernel }) => kernel)).toEqual(['5_attend_naive']);
  expect(first?.texts[0]?.code).toContain('fn attend_naive(');
  for (const { choice, texts, kernels, readBytes } of others) {
    expect(choice).not.toBeNull();
    expect(kernels).not.toContain('5_attend_naive');
    expect(readBytes).toBeLessThan(first?.readBytes ?? 0);
    for (const { kernel, code } of texts) expect(code).toContain(kernel.replace('5_', 'fn '));
  }
});

test('rungs by subgroups say where lanes own rows and swap what they load', () => {
  const limits = {
    maxStorageBufferBindingSize: 2 ** 27,
    maxBufferSize: 2 ** 28,
    maxComputeWorkgroupsPerDimension: 65535,
  };
  const software = {
    info: { vendor: '', architecture: '', description: '', software: true },
    device: { features: new Set(['subgroups']), limits },
  };
  const plan = variantById('mqa').plan(smallDims, { phase: 'decode', mode: 'cached' });
  const knobs = {
    batch: 1,
    capacity: 77,
    maxNewTokens: 1,
    format: 'f16',
    weightFormat: 'f16',
    reduction: 'workgroup',
  } as const;
  const rungs = rungsOf(software, { plan }, knobs, shippedChoice(software, plan).choice);
  const swapping = rungs.filter(({ swaps }) => swaps).map(({ choice }) => choice);
  // Six heads share what is loaded: packs of at most four rows are of three, fewer than there are lanes.
  expect(swapping).toEqual([{ family: 'register', reduction: 'subgroup', rows: 16 }]);
});

test('the naive rung of absorbed MLA counts the projection that the others merge into', () => {
  const [naive, staged] = shown('mla', 'absorbed').rungs;
  expect(staged?.kernels).toEqual(['5_attend_decode', '6_merge']);
  expect(naive?.kernels).toHaveLength(2);
  const { context } = requestOf('mla', 'absorbed');
  // 2 sequences of 6 heads; rows of 28 + 8 halves, queries as wide in f32, and values of 28 halves. Then W_UV, 12 x 28.
  const attended = 2 * 6 * context * (2 * (36 * 2 + 36 * 4) + 28 * 2);
  expect((naive?.readBytes ?? 0) - attended).toBeGreaterThanOrEqual(6 * 12 * 28 * 2);
});

test('what does not fit is told with the longest context that does', () => {
  const step = shownStep(null, { ...requestOf('mha', 'cached'), context: 2 ** 26 });
  expect(step).toMatchObject({ code: 'doesNotFit' });
});
