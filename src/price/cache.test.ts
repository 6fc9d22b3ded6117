// Cache sizes, to the last digit of what papers and model cards print.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Plan } from '../attention/plan';
import { proposeDims } from '../attention/propose';
import { nativeVariant, variantById } from '../attention/variants';
import { models, modelById } from '../facts/models';
import { cacheBytes, cachePerToken, equivalentGroups, largestContext } from './cache';
import { shareSaved, timesLess } from './ratio';

fc.configureGlobal({ seed: 20261122 });

/** A model's plan with its own attention, or another on the same model. */
function planOf(id: string, variantId?: string, mode?: string): Plan {
  const { dims, conventions } = modelById(id);
  return (variantId ? variantById(variantId) : nativeVariant(dims)).plan(proposeDims(dims), {
    phase: 'decode',
    conventions,
    ...(mode ? { mode } : {}),
  });
}

/** Bytes of one token in all layers, 2 bytes an element. */
const tokenBytes = (id: string, variantId?: string, mode?: string) =>
  cacheBytes(planOf(id, variantId, mode), {
    layers: modelById(id).layers,
    tokens: 1,
    batch: 1,
    format: 'f16',
  }).bytes;

describe('bytes per token in all layers', () => {
  test.each([
    ['deepseek-v3', 70_272],
    ['qwen2.5-72b', 327_680],
    ['llama3.1-405b', 516_096],
    ['deepseek-v2-lite', 31_104],
    ['deepseek-v2', 69_120],
    ['llama2-7b', 524_288],
    ['llama2-70b', 327_680],
    ['llama3.1-8b', 131_072],
    ['llama3.2-1b', 32_768],
    ['qwen2.5-7b', 57_344],
    ['tinyllama-1.1b', 22_528],
    ['falcon-7b', 8_192],
    ['opt-13b', 819_200],
  ])('of %s are %i', (id, bytes) => {
    expect(tokenBytes(id)).toBe(bytes);
  });

  test('of DeepSeek-V3 with an expanded cache are 4,997,120', () => {
    expect(tokenBytes('deepseek-v3', 'mla', 'naive')).toBe(4_997_120);
  });

  test('of Falcon-7B come from one kv head and not 71', () => {
    expect(planOf('falcon-7b').cache.map(({ heads }) => heads)).toEqual([1, 1]);
    expect(tokenBytes('falcon-7b', 'mha')).toBe(71 * 8_192);
  });

  test('are 7.344 times fewer in DeepSeek-V3 than in Llama-3.1-405B, where the paper prints 7.28', () => {
    const against = timesLess(
      { id: 'deepseek-v3', value: tokenBytes('deepseek-v3') },
      { id: 'llama3.1-405b', value: tokenBytes('llama3.1-405b') },
    );
    expect(against.value.toFixed(3)).toBe('7.344');
    expect(against.value.toFixed(2)).not.toBe('7.28');
    expect(against.baselineId).toBe('llama3.1-405b');
  });
});

describe('elements per token and layer', () => {
  const elements = (id: string, variantId?: string, mode?: string) => ({
    id: mode ?? variantId ?? 'mla',
    value: cachePerToken(planOf(id, variantId, mode), 'f16').elements,
  });

  test('of DeepSeek-V2 are 576, 56.9 times fewer than with MHA and 71.1 than expanded', () => {
    const latent = elements('deepseek-v2');
    const allHeads = elements('deepseek-v2', 'mha');
    const expanded = elements('deepseek-v2', 'mla', 'naive');
    expect([latent.value, allHeads.value, expanded.value]).toEqual([576, 32_768, 40_960]);
    const againstHeads = timesLess(latent, allHeads);
    expect([againstHeads.value.toFixed(1), againstHeads.baselineId]).toEqual(['56.9', 'mha']);
    const againstExpanded = timesLess(latent, expanded);
    expect([againstExpanded.value.toFixed(1), againstExpanded.baselineId]).toEqual([
      '71.1',
      'naive',
    ]);
    expect((100 * shareSaved(latent, allHeads).value).toFixed(2)).toBe('98.24');
  });

  test('of the naive expanded cache exceed those of MHA with the same heads', () => {
    expect(elements('deepseek-v2', 'mla', 'naive').value).toBeGreaterThan(
      elements('deepseek-v2', 'mha').value,
    );
  });

  test('of MLA are as many as those of 2.25 groups of GQA', () => {
    for (const id of ['deepseek-v2-lite', 'deepseek-v2', 'deepseek-v3', 'tiny-mla']) {
      expect(equivalentGroups(planOf(id), proposeDims(modelById(id).dims))).toBe(2.25);
    }
    expect(equivalentGroups(planOf('llama3.1-8b'), { headDim: 128, vDim: 128 })).toBe(8);
  });

  test('follow GLA table 5: MHA 8192, GQA-4 2048, MLA 1152 bytes at 16 bits', () => {
    const dims = { ...proposeDims({ modelDim: 2048, queryHeads: 16, kvHeads: 4, headDim: 128 }) };
    const bytes = (id: string) =>
      cachePerToken(variantById(id).plan(dims, { phase: 'decode' }), 'f16').bytes;
    expect([bytes('mha'), bytes('gqa'), bytes('mla')]).toEqual([8192, 2048, 1152]);
  });
});

test('each field is listed with its bytes, and rows are padded to 16', () => {
  const dims = proposeDims({ modelDim: 10, queryHeads: 6, kvHeads: 3, headDim: 5, vDim: 7 });
  const token = cachePerToken(variantById('gqa').plan(dims, { phase: 'decode' }), 'f16');
  expect(token).toEqual({
    fields: [
      { field: 'keys', holds: 'key', format: 'f16', elements: 15, bytes: 30, paddedBytes: 48 },
      { field: 'values', holds: 'value', format: 'f16', elements: 21, bytes: 42, paddedBytes: 48 },
    ],
    elements: 36,
    bytes: 72,
    paddedBytes: 96,
  });
});

test('all kv heads of a 131,072-token context of Llama-2-70B take 40 GiB', () => {
  const size = { layers: 80, tokens: 131_072, batch: 1, format: 'f16' as const };
  expect(cacheBytes(planOf('llama2-70b'), size).bytes).toBe(40 * 2 ** 30);
});

describe('the largest context', () => {
  test('of Llama-2-7B in 16 GiB is 32,768 tokens, and 8,192 for 4 sequences', () => {
    const plan = planOf('llama2-7b');
    const memoryBytes = 16 * 2 ** 30;
    expect(largestContext(plan, { layers: 32, batch: 1, format: 'f16' }, memoryBytes)).toBe(32_768);
    expect(largestContext(plan, { layers: 32, batch: 4, format: 'f16' }, memoryBytes)).toBe(8_192);
    expect(largestContext(plan, { layers: 32, batch: 1, format: 'f32' }, memoryBytes)).toBe(16_384);
  });

  test('counts the padding of rows, which takes room as well', () => {
    const odd = { ...proposeDims(modelById('llama2-7b').dims), headDim: 30, vDim: 30 };
    const plan = variantById('mha').plan(odd, { phase: 'decode' });
    const size = { layers: 1, batch: 1, format: 'f16' as const };
    // Rows of 60 bytes take 64.
    expect(largestContext(plan, size, 10 * 2 * 32 * 64)).toBe(10);
  });

  test('is nothing where the weights alone do not fit', () => {
    const size = { layers: 32, batch: 1, format: 'f16' as const };
    expect(largestContext(planOf('llama2-7b'), size, 8 * 2 ** 30, 13.5e9)).toBe(0);
  });

  test('fits, and one token more does not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 2 ** 20, max: 2 ** 38 }),
        fc.integer({ min: 0, max: 2 ** 37 }),
        ({ id, layers }, batch, memoryBytes, weightBytes) => {
          const plan = planOf(id);
          const size = { layers, batch, format: 'f16' as const };
          const tokens = largestContext(plan, size, memoryBytes, weightBytes);
          const all = (n: number) =>
            cacheBytes(plan, { ...size, tokens: n }).paddedBytes + weightBytes;
          // Where the weights do not fit, no context does.
          expect(tokens === 0 || all(tokens) <= memoryBytes).toBe(true);
          expect(all(tokens + 1)).toBeGreaterThan(memoryBytes);
        },
      ),
    );
  });
});
