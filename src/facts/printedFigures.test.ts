// Cache sizes that papers, model lists and calculators print, computed from the presets to the printed digit.

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { layersOf, type LayerGroup } from '../attention/layers';
import { proposeDims, type NativeDims } from '../attention/propose';
import { nativeVariant } from '../attention/variants';
import { cacheBytes, cachePerToken } from '../price/cache';
import { modelById } from './models';
import { sharedFacts } from './shared.test-support';

/** How a printed figure relates to the computed one: rounded to its digits, cut off at them, or itself inexact. */
type Agreement = 'rounded' | 'truncated' | 'withinOneTenThousandth';

interface Printed {
  readonly model: string;
  readonly what: string;
  readonly printed: number;
  readonly decimals: number;
  readonly unit: string;
  /** Bytes, or elements, of the unit, for one token. */
  readonly perUnit: number;
  readonly quantity: 'bytes' | 'elements';
  readonly agreement: Agreement;
}

const row = (
  model: string,
  what: string,
  printed: number,
  decimals: number,
  unit: string,
  perUnit: number,
  agreement: Agreement = 'rounded',
  quantity: 'bytes' | 'elements' = 'bytes',
): Printed => ({ model, what, printed, decimals, unit, perUnit, quantity, agreement });

const [MiB, GiB] = [2 ** 20, 2 ** 30];

const printedFigures: readonly Printed[] = [
  row('gpt2-xl', 'GPT-2 KiB/token', 300, 0, 'KiB', 1024),
  row('opt-13b', 'vLLM paper 2*5120*40*2', 800, 0, 'KB of 1024 B', 1024),
  row('llama2-7b', 'LongAlpaca-7B (a Llama-2-7B), Cake Table 1', 512, 0, 'kB of 1024 B', 1024),
  row('llama2-13b', 'LongAlpaca-13B, Cake Table 1', 800, 0, 'kB of 1024 B', 1024),
  row(
    'phi3-mini',
    '(3672.07-2520.07) MiB over 3072 tokens',
    1152,
    2,
    'MiB of 3072 tokens',
    MiB / 3072,
  ),
  row(
    'llama3.1-8b',
    '(5001.0-4598.34) decimal MB over 3072 tokens',
    402.66,
    2,
    'MB of 3072 tokens',
    1e6 / 3072,
    'withinOneTenThousandth',
  ),
  row('llama3.1-8b', 'Cake Table 1', 128, 0, 'kB of 1024 B', 1024),
  row('llama3.1-8b', 'EvicPress, GiB per 1000 tokens', 0.12, 2, 'GiB of 1000 tokens', GiB / 1000),
  row('llama3.1-70b', 'Cake Table 1', 320, 0, 'kB of 1024 B', 1024),
  row('llama3.1-70b', 'Bottlenecks paper Table 3', 328, 0, 'KB of 1000 B', 1000),
  row('llama3.1-405b', 'Table 1', 516.096, 3, 'KB of 1000 B', 1000),
  row(
    'gemma2-2b',
    '(1895.3-1583.3) MiB over 3072 tokens',
    312,
    2,
    'MiB of 3072 tokens',
    MiB / 3072,
  ),
  row('qwen2.5-72b', 'Table 1', 327.68, 3, 'KB of 1000 B', 1000),
  row(
    'qwen3-30b-a3b',
    'EvicPress, GiB per 1000 tokens',
    0.0915,
    4,
    'GiB of 1000 tokens',
    GiB / 1000,
    'truncated',
  ),
  row('qwen3-235b-a22b', 'Bottlenecks paper Table 3', 192, 0, 'KB of 1000 B', 1000, 'truncated'),
  row(
    'tinyllama-1.1b',
    '(697.24-675.24) MiB over 1024 tokens',
    22,
    2,
    'MiB of 1024 tokens',
    MiB / 1024,
  ),
  row(
    'deepseek-v2-lite',
    'Table 9 small MoE w/ MLA',
    15.6,
    1,
    'K elements',
    1000,
    'rounded',
    'elements',
  ),
  row(
    'deepseek-v2',
    'Table 9 large MoE w/ MLA',
    34.6,
    1,
    'K elements',
    1000,
    'rounded',
    'elements',
  ),
  row('deepseek-v3', 'Table 1', 70.272, 3, 'KB of 1000 B', 1000),
  row('deepseek-v3', 'KV-cache calculator page', 68.6, 1, 'KB of 1024 B', 1024),
  row(
    'deepseek-v3',
    'provide.ai page: 128k context 8.58 GiB',
    8.58,
    2,
    'GiB of 131072 tokens',
    GiB / 131072,
  ),
  row('glm-5', 'research note table', 89856, 0, 'B', 1),
];

/** Not a preset, since its dims are recalled; what is printed of it is arithmetic all the same. */
const recalledShapes: Record<string, { dims: NativeDims; groups: readonly LayerGroup[] }> = {
  'gpt2-xl': {
    dims: { modelDim: 1600, queryHeads: 25, kvHeads: 25, headDim: 64 },
    groups: [{ layers: 48 }],
  },
};

/** Of one token in all layers: what a cache grows by while it is shorter than its windows. */
function computed(model: string, quantity: 'bytes' | 'elements'): number {
  const { dims, groups } = recalledShapes[model] ?? modelById(model);
  const plan = nativeVariant(dims).plan(proposeDims(dims), { phase: 'decode' });
  return quantity === 'elements'
    ? cachePerToken(plan, 'bf16').elements * layersOf(groups)
    : Number(cacheBytes(plan, { groups, tokens: 1, batch: 1, format: 'bf16' }).bytes);
}

describe('what others print per token', () => {
  test.each(printedFigures.map((figure) => [figure.model, figure.what, figure] as const))(
    '%s: %s',
    (_, __, { model, printed, decimals, perUnit, quantity, agreement }) => {
      const value = computed(model, quantity) / perUnit;
      const rounded = value.toFixed(decimals);
      const shown = printed.toFixed(decimals);
      switch (agreement) {
        case 'rounded':
          expect(rounded).toBe(shown);
          break;
        case 'truncated':
          expect(rounded).not.toBe(shown);
          expect((Math.floor(value * 10 ** decimals) / 10 ** decimals).toFixed(decimals)).toBe(
            shown,
          );
          break;
        case 'withinOneTenThousandth':
          expect(rounded).not.toBe(shown);
          expect(Math.abs(value / printed - 1)).toBeLessThan(1e-4);
      }
    },
  );

  test('f32 builds take twice as much', () => {
    for (const id of ['phi3-mini', 'gemma2-2b', 'tinyllama-1.1b', 'llama3.1-8b']) {
      const { dims, groups } = modelById(id);
      const plan = nativeVariant(dims).plan(proposeDims(dims), { phase: 'decode' });
      const size = { groups, tokens: 1, batch: 1 };
      const inF32 = cacheBytes(plan, { ...size, format: 'f32' }).bytes;
      expect(inF32).toBe(2n * cacheBytes(plan, { ...size, format: 'f16' }).bytes);
    }
  });
});

const agreements: Record<string, Agreement> = {
  'exact to printed digits': 'rounded',
  'matches only if truncated, not rounded': 'truncated',
  'within 0.01% (printed value is itself rounded)': 'withinOneTenThousandth',
};

const check = v.object({
  what: v.string(),
  printed: v.number(),
  printed_decimals: v.number(),
  unit_bytes_or_elements: v.number(),
  quantity: v.picklist(['bytes', 'elements']),
  match: v.string(),
});

const shared = sharedFacts(
  'models.json',
  v.object({ models: v.array(v.object({ id: v.string(), published_check: v.array(check) })) }),
);

test.skipIf(!shared)('every printed figure of ../shared/facts/models.json is one of these', () => {
  const listed = shared?.models.flatMap(({ id, published_check }) =>
    published_check.map((entry) => ({
      model: id,
      what: entry.what,
      printed: entry.printed,
      decimals: entry.printed_decimals,
      perUnit: entry.unit_bytes_or_elements,
      quantity: entry.quantity,
      agreement: agreements[entry.match],
    })),
  );
  expect(listed).toHaveLength(22);
  expect(printedFigures).toMatchObject(listed ?? []);
});
