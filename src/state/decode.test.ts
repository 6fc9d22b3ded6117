import { describe, expect, test } from 'vitest';
import { variants } from '../attention/variants';
import { deviceById } from '../facts/devices';
import { defaultControls, shownVariants, type Controls } from './controls';
import {
  boundsOf,
  contendersOf,
  createShownOnly,
  drawnRequest,
  extremesOf,
  measures,
  requestOf,
} from './decode';
import { entriesOf } from './entries';
import { fakePoint } from './fakeEngine.test-support';
import { growthOf } from './growth';

test('a run measures powers of two from 512 up to the limit', () => {
  const request = requestOf({ ...defaultControls('deepseek-v2-lite'), runContext: 4096 }, 'gpu');
  expect(request?.contexts).toEqual([512, 1024, 2048, 4096]);
  expect(requestOf({ ...defaultControls(), runContext: 128 }, 'gpu')?.contexts).toEqual([128]);
});

test('on the CPU the contexts are cut to what is soon checked there', () => {
  const { contexts = [] } = requestOf(defaultControls('deepseek-v3'), 'cpu') ?? {};
  expect(contexts).toHaveLength(4);
  expect(contexts.at(-1)).toBeLessThan(2048);
  const tiny = requestOf(defaultControls('tiny-gqa'), 'cpu');
  expect(tiny?.contexts.at(-1)).toBe(4096);
});

test.each([
  [100, [12, 24, 48, 96]],
  [7, [1, 2, 4]],
])('on the CPU a limit of %i tokens gives whole contexts', (runContext, contexts) => {
  const request = requestOf({ ...defaultControls('tiny-gqa'), runContext }, 'cpu');
  expect(request?.contexts).toEqual(contexts);
});

test('a variant with impossible sizes does not run, and with none there is no run', () => {
  const usual = defaultControls('llama3.1-8b');
  const bad = { ...usual, dims: { ...usual.dims, kvHeads: 5 } };
  const able = shownVariants(bad.shown).filter(({ fields }) => !fields.includes('kvHeads'));
  expect(contendersOf(entriesOf(bad), 1).map(({ variantId }) => variantId)).toEqual(
    able.map(({ id }) => id),
  );
  expect(able.length).toBeLessThan(bad.shown.length);
  expect(requestOf({ ...usual, batch: 0 }, 'gpu')).toBeNull();
});

test('the bound of decode rises with the context and with the cache', () => {
  const request = requestOf(defaultControls('llama3.1-8b'), 'gpu');
  if (!request) throw new Error('no request');
  const lines = boundsOf(request, deviceById('rtx4090'));
  const at4096 = new Map(lines.map(({ variantId, boundNs }) => [variantId, boundNs.at(-1) ?? 0]));
  expect(at4096.get('mha')).toBeGreaterThan(at4096.get('gqa') ?? Infinity);
  expect(at4096.get('gqa')).toBeGreaterThan(at4096.get('mqa') ?? Infinity);
  for (const { boundNs } of lines) expect(boundNs).toEqual(boundNs.toSorted((a, b) => a - b));
  // MHA reads 2 * 32 * 128 * 4096 elements of 2 bytes at 1008 bytes a ns, and little besides.
  expect(at4096.get('mha')).toBeCloseTo((2 * 32 * 128 * 4096 * 2) / 1008, -3);
});

test('a run of one more variant measures what is asked, one of other settings or fewer does not', () => {
  const controls = defaultControls();
  const run = requestOf(controls, 'gpu');
  if (!run) throw new Error('no request');
  const ask = (changes: Partial<typeof controls>) =>
    measures(run, requestOf({ ...controls, ...changes }, 'gpu'));
  expect(ask({ byteUnit: 'binary' })).toBe(true);
  expect(ask({ shown: ['gqa', 'mla'] })).toBe(true);
  expect(ask({ seed: 2 })).toBe(false);
  expect(ask({ shown: variants.map(({ id }) => id) })).toBe(false);
  expect(ask({ modes: { ...controls.modes, mla: 'naive' } })).toBe(false);
  expect(measures(run, null)).toBe(false);
});

test('the chart keeps to what ran while the settings are others, and not because of a variant more', () => {
  const controls = defaultControls();
  const run = requestOf(controls, 'gpu');
  const more = requestOf({ ...controls, shown: variants.map(({ id }) => id) }, 'gpu');
  const other = requestOf({ ...controls, seed: 2 }, 'gpu');
  expect(more?.contenders).toHaveLength(variants.length);
  expect(drawnRequest(run, more)).toBe(more);
  expect(drawnRequest(run, other)).toBe(run);
  expect(drawnRequest(run, null)).toBe(run);
  expect(drawnRequest(null, other)).toBe(other);
});

test('of what was measured only the variants shown are drawn, and the list stays the same', () => {
  const shownOnly = createShownOnly<ReturnType<typeof fakePoint>>();
  const points = [fakePoint('mha', 512, 900), fakePoint('mla', 512, 300)];
  const shown = ['gqa', 'mla'];
  expect(shownOnly(points, shown).map(({ variantId }) => variantId)).toEqual(['mla']);
  expect(shownOnly(points, shown)).toBe(shownOnly(points, shown));
});

test('the finding compares where most variants were measured, at the longest context', () => {
  const points = [
    fakePoint('mha', 512, 900),
    fakePoint('mla', 512, 300),
    fakePoint('mha', 1024, 1800),
    fakePoint('mla', 1024, 310),
    fakePoint('mla', 2048, 320),
  ];
  const extremes = extremesOf(points);
  expect(extremes?.fast).toMatchObject({ variantId: 'mla', context: 1024 });
  expect(extremes?.slow).toMatchObject({ variantId: 'mha', context: 1024 });
  expect(extremesOf([])).toBeNull();
});

describe('the cache against the context', () => {
  const { memoryBytes } = deviceById('rtx4090');
  const lineOf = (controls: Controls, id: string) => {
    const line = growthOf(controls).lines.find(({ entry }) => entry.key === id);
    if (!line) throw new Error(id);
    return line;
  };

  test('grows in proportion, and fills the memory where it says', () => {
    const mla = lineOf({ ...defaultControls('deepseek-v3'), batch: 2, context: 32768 }, 'mla');
    expect(mla.bytesAtContext).toBe(70272 * 32768 * 2);
    expect(mla.bytes[1]).toBe(2 * (mla.bytes[0] ?? 0));
    expect(mla.fullAtTokens).toBe(Math.floor(memoryBytes / (2 * 70272)));
    // 671 GB of weights leave no room in 24 GiB.
    expect(mla.longest.outcome).toBe('nothingFits');
  });

  test('stands beside the weights: at 131,072 tokens Llama-3.1-8B fits 24 GiB with MQA, and not with its own GQA', () => {
    const llama = { ...defaultControls('llama3.1-8b'), context: 131072 };
    const weights = 2 * (llama.parameters - 32 * 41943040);
    // Four projections, of which keys and values have as many heads as are cached.
    const attention = (heads: number) => 2 * 32 * (2 * 4096 * 4096 + 2 * 4096 * 128 * heads);
    for (const [id, heads] of [
      ['gqa', 8],
      ['mqa', 1],
    ] as const) {
      const perToken = 2 * heads * 128 * 2 * 32;
      const line = lineOf(llama, id);
      expect(line.bytesWithWeights).toBe(weights + attention(heads) + perToken * 131072);
      const room = memoryBytes - weights - attention(heads);
      expect(line.longest).toMatchObject({ outcome: 'fits', value: Math.floor(room / perToken) });
    }
    expect(lineOf(llama, 'gqa').bytesWithWeights).toBeGreaterThan(memoryBytes);
    expect(lineOf(llama, 'mqa').bytesWithWeights).toBeLessThan(memoryBytes);
  });

  test('stands alone where the parameters are not known', () => {
    const alone = lineOf({ ...defaultControls('deepseek-v3'), parameters: 0 }, 'mla');
    expect(alone.bytesWithWeights).toBeNull();
    expect(alone.longest).toMatchObject({ outcome: 'fits', value: alone.fullAtTokens });
  });

  test('is of padded rows, which fill the memory', () => {
    const usual = defaultControls('llama3.1-8b');
    const dims = { ...usual.dims, headDim: 30, vDim: 30 };
    const mha = lineOf({ ...usual, dims, layers: 1, context: 1000 }, 'mha');
    // Rows of 60 bytes take 64.
    const perToken = 2 * 32 * 64;
    expect(mha.bytesAtContext).toBe(perToken * 1000);
    expect(mha.fullAtTokens).toBe(Math.floor(memoryBytes / perToken));
  });

  test('bends where the windows are full, and stops there where all layers have one', () => {
    const usual = defaultControls('llama3.1-8b');
    const some = { ...usual, layers: 6, windowLayers: 5, window: 2048 };
    const { contexts } = growthOf(some);
    const gqa = lineOf(some, 'gqa');
    const perLayer = 2 * 8 * 128 * 2;
    const at = (tokens: number) => gqa.bytes[contexts.indexOf(tokens)];
    expect(at(2048)).toBe(6 * perLayer * 2048);
    expect(at(4096)).toBe(perLayer * (5 * 2048 + 4096));
    const all = lineOf({ ...usual, layers: 6, windowLayers: 6, window: 2048 }, 'gqa');
    expect(all.bytes.at(-1)).toBe(6 * perLayer * 2048);
    expect(all.fullAtTokens).toBe(Infinity);
  });

  test('has a point where it bends, between powers of two', () => {
    const odd = { ...defaultControls('llama3.1-8b'), windowLayers: 5, window: 3000 };
    expect(growthOf(odd).contexts.slice(0, 5)).toEqual([512, 1024, 2048, 3000, 4096]);
    expect(growthOf({ ...odd, windowLayers: 0 }).contexts).not.toContain(3000);
    expect(growthOf({ ...odd, window: 100 }).contexts).toEqual(
      growthOf({ ...odd, windowLayers: 0 }).contexts,
    );
  });

  test('is drawn beyond a million, and an impossible context leaves the lines', () => {
    const usual = defaultControls();
    expect(growthOf({ ...usual, context: 3000000 }).contexts.at(-1)).toBe(4194304 / 2);
    const impossible = growthOf({ ...usual, context: 0.5 });
    expect(impossible.context).toBeNull();
    expect(impossible.lines).toHaveLength(usual.shown.length);
    expect(growthOf({ ...usual, windowLayers: usual.layers + 1 }).lines).toEqual([]);
  });
});
