// Cache sizes, to the last digit of what papers and model cards print.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { FormatId } from '../attention/format';
import type { LayerGroup } from '../attention/layers';
import type { Plan } from '../attention/plan';
import { proposeDims } from '../attention/propose';
import { nativeVariant, variantById } from '../attention/variants';
import { modelById } from '../facts/models';
import { anyFormat, anyGroups, anyPlan } from './anyPlan.test-support';
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
  Number(
    cacheBytes(planOf(id, variantId, mode), {
      groups: modelById(id).groups,
      tokens: 1,
      batch: 1,
      format: 'f16',
    }).bytes,
  );

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
  const size = { groups: [{ layers: 80 }], tokens: 131_072, batch: 1, format: 'f16' as const };
  expect(cacheBytes(planOf('llama2-70b'), size).bytes).toBe(40n * 2n ** 30n);
});

test('an int8 cache of DeepSeek-V3 is 648 bytes a token and layer, and an int4 one 416', () => {
  const bytes = (format: FormatId) => cachePerToken(planOf('deepseek-v3'), format).bytes;
  expect(bytes('bf16')).toBe(1152);
  // 4 groups of 128 + 2, or 16 of 16 + 2, and a rotary key of 64 in 16 bits. FlashMLA's 656 is another layout.
  expect(bytes('int8')).toBe(4 * 130 + 128);
  expect(bytes('int4')).toBe(16 * 18 + 128);
});

describe('layers with a window', () => {
  const keep = (
    groups: readonly LayerGroup[],
    { kvHeads, headDim }: { kvHeads: number; headDim: number },
    tokens: number,
  ) => {
    const dims = proposeDims({ modelDim: 64, queryHeads: 4 * kvHeads, kvHeads, headDim });
    const plan = variantById(kvHeads === 1 ? 'mqa' : 'gqa').plan(dims, { phase: 'decode' });
    return cacheBytes(plan, { groups, tokens, batch: 1, format: 'f16' }).bytes;
  };

  test.each([
    // model, kv heads and head dim, full and windowed layers, window, context, full bytes, windowed bytes
    ['Gemma 3 1B', 1, 256, 4, 22, 512, 131_072, 3_489_660_928n, 548_405_248n],
    ['Gemma 3 27B', 16, 128, 10, 52, 1024, 131_072, 66_571_993_088n, 11_173_625_856n],
    ['Gemma 3 27B', 16, 128, 10, 52, 1024, 4096, 2_080_374_784n, 771_751_936n],
    ['gpt-oss-20b', 8, 64, 12, 12, 128, 131_072, 6_442_450_944n, 3_224_371_200n],
    ['Mistral v0.1', 8, 128, 0, 32, 4096, 32_768, 4_294_967_296n, 536_870_912n],
  ])(
    'of %s keep what the facts say',
    (_, kvHeads, headDim, full, windowed, window, tokens, fullBytes, windowedBytes) => {
      const groups = [{ layers: full }, { layers: windowed, window }];
      expect(keep(groups, { kvHeads, headDim }, tokens)).toBe(windowedBytes);
      expect(keep([{ layers: full + windowed }], { kvHeads, headDim }, tokens)).toBe(fullBytes);
    },
  );

  test('save nothing before the window is full, and 8 times at 32K in Mistral v0.1', () => {
    const shape = { kvHeads: 8, headDim: 128 };
    const groups = [{ layers: 32, window: 4096 }];
    expect(keep(groups, shape, 4096)).toBe(keep([{ layers: 32 }], shape, 4096));
    expect(8n * keep(groups, shape, 32_768)).toBe(keep([{ layers: 32 }], shape, 32_768));
  });
});

describe('any cache', () => {
  const anySize = fc.record({
    groups: anyGroups,
    tokens: fc.integer({ min: 1, max: 2 ** 30 }),
    batch: fc.integer({ min: 1, max: 5000 }),
    format: anyFormat,
  });

  test('is the sum of its sequences and of its groups of layers', () => {
    fc.assert(
      fc.property(anyPlan, anySize, (plan, size) => {
        const one = cacheBytes(plan, { ...size, batch: 1 });
        const all = cacheBytes(plan, size);
        expect(all.bytes).toBe(BigInt(size.batch) * one.bytes);
        expect(all.paddedBytes).toBe(BigInt(size.batch) * one.paddedBytes);
        const ofGroups = size.groups.map((group) => cacheBytes(plan, { ...size, groups: [group] }));
        expect(all.bytes).toBe(ofGroups.reduce((n, { bytes }) => n + bytes, 0n));
        expect(all.paddedBytes).toBe(ofGroups.reduce((n, { paddedBytes }) => n + paddedBytes, 0n));
      }),
    );
  });

  test('is never negative, and padding and missing windows only add to it', () => {
    fc.assert(
      fc.property(anyPlan, anySize, (plan, size) => {
        const { bytes, paddedBytes } = cacheBytes(plan, size);
        expect(bytes >= 0n).toBe(true);
        expect(paddedBytes >= bytes).toBe(true);
        const full = size.groups.map(({ layers }) => ({ layers }));
        expect(cacheBytes(plan, { ...size, groups: full }).bytes >= bytes).toBe(true);
      }),
    );
  });
});

describe('the largest context', () => {
  const size = (layers: number, batch: number, format: FormatId = 'f16') => ({
    groups: [{ layers }],
    batch,
    format,
  });

  test('of Llama-2-7B in 16 GiB is 32,768 tokens, and 8,192 for 4 sequences', () => {
    const plan = planOf('llama2-7b');
    const roomBytes = 16 * 2 ** 30;
    expect(largestContext(plan, size(32, 1), roomBytes)).toBe(32_768);
    expect(largestContext(plan, size(32, 4), roomBytes)).toBe(8_192);
    expect(largestContext(plan, size(32, 1, 'f32'), roomBytes)).toBe(16_384);
  });

  test('counts the padding of rows, which takes room as well', () => {
    const odd = { ...proposeDims(modelById('llama2-7b').dims), headDim: 30, vDim: 30 };
    const plan = variantById('mha').plan(odd, { phase: 'decode' });
    // Rows of 60 bytes take 64.
    expect(largestContext(plan, size(1, 1), 10 * 2 * 32 * 64)).toBe(10);
  });

  test('is nothing where there is no room, and has no end where every layer has a window', () => {
    expect(largestContext(planOf('llama2-7b'), size(32, 1), -5e9)).toBe(0);
    const groups = [{ layers: 32, window: 100 }];
    const plan = planOf('llama2-7b');
    const roomBytes = 100 * 32 * 16_384;
    expect(largestContext(plan, { ...size(32, 1), groups }, roomBytes)).toBe(Infinity);
    expect(largestContext(plan, { ...size(32, 1), groups }, roomBytes - 1)).toBe(99);
  });

  test('fits, and one token more does not', () => {
    fc.assert(
      fc.property(
        anyPlan,
        anyGroups,
        anyFormat,
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 0, max: 2 ** 45 }),
        (plan, groups, format, batch, roomBytes) => {
          const tokens = largestContext(plan, { groups, batch, format }, roomBytes);
          const at = (n: number) =>
            cacheBytes(plan, { groups, tokens: n, batch, format }).paddedBytes;
          if (tokens === Infinity) {
            expect(at(Number.MAX_SAFE_INTEGER) <= roomBytes).toBe(true);
          } else {
            expect(at(tokens) <= roomBytes).toBe(true);
            expect(at(tokens + 1) > roomBytes).toBe(true);
          }
        },
      ),
    );
  });
});
