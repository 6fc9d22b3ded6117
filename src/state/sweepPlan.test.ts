// What a sweep asks for: sizes that suit the device, entries in the mode that is measured, and what is not worth trying.

import { describe, expect, test } from 'vitest';
import { defaultControls, type Controls } from './controls';
import { entriesOf, pinOf } from './entries';
import { fakeDevice } from './fakeEngine.test-support';
import { pinned } from './pins';
import { sameSweep, sweepOf } from './sweepPlan';

const card = { ...fakeDevice, software: false };
const tiny = defaultControls('tiny-gqa');
const v3 = defaultControls('deepseek-v3');

function batchesOf(c: Controls, device = fakeDevice) {
  const sweep = sweepOf('batch', c, device);
  if (!sweep) throw new Error('nothing to sweep');
  return sweep;
}

describe('batches', () => {
  test('double from one sequence on, one request for each', () => {
    const { runs, sizes } = batchesOf(tiny);
    expect(sizes).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]);
    expect(runs.map(({ request }) => request.batch)).toEqual(sizes);
    for (const { request, tries } of runs) {
      expect(request.contexts).toEqual([256]);
      expect(request.newTokens).toBeUndefined();
      expect(request.contenders).toEqual(tries.map(({ contender }) => contender));
    }
    const [one] = runs;
    expect(one?.request.contenders.map(({ variantId }) => variantId)).toEqual(tiny.shown);
  });

  test('have more cached on a graphics card, and never more than the context chosen', () => {
    expect(batchesOf(tiny, card).context).toBe(1024);
    expect(batchesOf({ ...tiny, context: 100 }, card).context).toBe(100);
    expect(batchesOf({ ...tiny, context: 100 }).runs[0]?.request.contexts).toEqual([100]);
  });

  test('end where the check in float64 would take too long, and say so', () => {
    const { runs, left } = batchesOf(v3);
    // Absorbed: 128 heads of 576 + 512 columns over 256 tokens, and 2 * 128 * 256 * 512 once.
    const flops = 2 * 128 * (1088 * 256 + 256 * 512);
    expect(1e9 / flops).toBeGreaterThan(8);
    expect(1e9 / flops).toBeLessThan(16);
    const mla = left.find(({ entry }) => entry.key === 'mla');
    expect(mla).toMatchObject({
      size: 16,
      reason: { code: 'checkTooLong', flops: 16 * flops, limitFlops: 1e9 },
    });
    const sizesOf = (key: string) =>
      runs
        .filter(({ tries }) => tries.some(({ entry }) => entry.key === key))
        .map(({ size }) => size);
    expect(sizesOf('mla')).toEqual([1, 2, 4, 8]);
    expect(sizesOf('mha').length).toBeGreaterThan(4);
    expect(left.map(({ entry }) => entry.key).toSorted()).toEqual(['gqa', 'mha', 'mla', 'mqa']);
  });

  test('know the work of a step, which grows with them', () => {
    const works = batchesOf(tiny).runs.map(({ tries }) => tries[0]?.work);
    // MHA of 8 heads of 32: scores and values over 256 tokens.
    expect(works[0]?.flops).toBe(2 * 8 * 64 * 256);
    expect(works[3]?.flops).toBe(8 * 2 * 8 * 64 * 256);
    expect(works[3]?.bytes).toBe(8 * (works[0]?.bytes ?? 0));
  });

  test('a configuration put aside has requests of its own, of its model and format', () => {
    const aside = entriesOf({ ...v3, format: 'f32' }).find(({ key }) => key === 'mla');
    if (!aside) throw new Error('mla');
    const { runs } = batchesOf({ ...tiny, shown: ['gqa'], pins: pinned({}, pinOf(aside)) });
    const first = runs.filter(({ size }) => size === 1).map(({ request }) => request);
    expect(first.map(({ format }) => format)).toEqual(['f16', 'f32']);
    expect(first.map(({ contenders }) => contenders.map(({ variantId }) => variantId))).toEqual([
      ['gqa'],
      ['mla'],
    ]);
    expect(first[1]?.dims.latentDim).toBe(512);
    expect(first[1]?.conventions).not.toEqual(first[0]?.conventions);
  });
});

describe('prompts', () => {
  test('are whole: every token is new', () => {
    const sweep = sweepOf('prompt', tiny, card);
    expect(sweep?.context).toBeNull();
    expect(sweep?.sizes).toEqual([16, 32, 64, 128, 256, 512, 1024, 2048]);
    for (const { size, request } of sweep?.runs ?? []) {
      expect(request.contexts).toEqual([size]);
      expect(request.newTokens).toEqual([size]);
      expect(request.batch).toBe(1);
    }
    expect(sweepOf('prompt', tiny, fakeDevice)?.sizes.at(-1)).toBe(1024);
  });

  test('are computed as an engine would: MLA on expanded keys, over the same cache', () => {
    const modeIn = (c: Controls) =>
      sweepOf('prompt', c, card)?.entries.find(({ key }) => key === 'mla')?.mode;
    expect(modeIn(v3)).toBe('expanded');
    expect(modeIn({ ...v3, modes: { ...v3.modes, mla: 'naive' } })).toBe('naive');
    const contender = sweepOf('prompt', v3, card)?.runs[0]?.request.contenders.at(-1);
    expect(contender).toMatchObject({ variantId: 'mla', mode: 'expanded' });
  });

  test('count causal work exactly', () => {
    const [, second] = sweepOf('prompt', { ...tiny, shown: ['mha'] }, card)?.runs ?? [];
    expect(second?.tries[0]?.work.flops).toBe((2 * 8 * 64 * 32 * 33) / 2);
  });
});

test('entries with impossible sizes are left out, and with none there is no sweep', () => {
  const llama = defaultControls('llama3.1-8b');
  const bad = { ...llama, dims: { ...llama.dims, kvHeads: 5 } };
  expect(batchesOf(bad).entries.map(({ key }) => key)).toEqual(['mha', 'mqa', 'mla']);
  expect(sweepOf('batch', { ...bad, shown: ['gqa'] }, card)).toBeNull();
  expect(sweepOf('batch', { ...llama, context: 0 }, card)).toBeNull();
});

test('what a sweep does not read leaves it the same, and what it reads does not', () => {
  const sweep = batchesOf(tiny, card);
  expect(batchesOf({ ...tiny, batch: 7, devices: 3 }, card)).toBe(sweep);
  // Of a longer context no more is cached.
  expect(sameSweep(sweep, batchesOf({ ...tiny, context: 65536 }, card))).toBe(true);
  expect(sameSweep(sweep, batchesOf({ ...tiny, format: 'f32' }, card))).toBe(false);
  expect(sameSweep(sweep, batchesOf({ ...tiny, scope: 'wholeLayer' }, card))).toBe(false);
  expect(sameSweep(sweep, null)).toBe(false);
});
