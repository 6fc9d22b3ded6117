import { expect, test } from 'vitest';
import { variants } from '../attention/variants';
import { deviceById } from '../facts/devices';
import { defaultControls } from './controls';
import { boundsOf, contendersOf, extremesOf, requestOf, sameRequest } from './decode';
import { fakePoint } from './fakeEngine.test-support';
import { growthOf } from './growth';

test('a run measures powers of two from 512 up to the limit', () => {
  const request = requestOf({ ...defaultControls('deepseek-v2-lite'), runContext: 4096 }, 'gpu');
  expect(request?.contexts).toEqual([512, 1024, 2048, 4096]);
  expect(requestOf({ ...defaultControls(), runContext: 128 }, 'gpu')?.contexts).toEqual([128]);
});

test('on the CPU the contexts are cut to what a float64 step can do', () => {
  const { contexts = [] } = requestOf(defaultControls('deepseek-v3'), 'cpu') ?? {};
  expect(contexts).toHaveLength(4);
  expect(contexts.at(-1)).toBeLessThan(512);
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
  const able = variants.filter(({ fields }) => !fields.includes('kvHeads'));
  expect(contendersOf(bad).map(({ variantId }) => variantId)).toEqual(able.map(({ id }) => id));
  expect(able.length).toBeLessThan(variants.length);
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

test('requests are the same when they would measure the same', () => {
  const controls = defaultControls();
  const request = requestOf(controls, 'gpu');
  expect(sameRequest(request, requestOf({ ...controls, byteUnit: 'binary' }, 'gpu'))).toBe(true);
  expect(sameRequest(request, requestOf({ ...controls, seed: 2 }, 'gpu'))).toBe(false);
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

test('the cache grows in proportion to the context, and fills the memory where it says', () => {
  const { dims, modes, layers } = defaultControls('deepseek-v3');
  const device = deviceById('rtx4090');
  const growth = growthOf(dims, modes, 'f16', layers, 2, 32768, device);
  const mla = growth.lines.find(({ variantId }) => variantId === 'mla');
  expect(mla?.bytesAtContext).toBe(70272 * 32768 * 2);
  expect(mla?.bytes[1]).toBe(2 * (mla?.bytes[0] ?? 0));
  expect(mla?.fullAtTokens).toBe(Math.floor(device.memoryBytes / (2 * 70272)));
  expect(mla?.shareOfMemory).toBeCloseTo((70272 * 32768 * 2) / device.memoryBytes, 12);
});

test('the memory is filled by padded rows, and the line shows them', () => {
  const { dims, modes } = defaultControls('llama3.1-8b');
  const odd = { ...dims, headDim: 30, vDim: 30 };
  const device = deviceById('rtx4090');
  const growth = growthOf(odd, modes, 'f16', 1, 1, 1000, device);
  const mha = growth.lines.find(({ variantId }) => variantId === 'mha');
  // Rows of 60 bytes take 64.
  const perToken = 2 * 32 * 64;
  expect(mha?.bytesAtContext).toBe(perToken * 1000);
  expect(mha?.fullAtTokens).toBe(Math.floor(device.memoryBytes / perToken));
});

test('a context beyond a million is still drawn, and an impossible one leaves the lines', () => {
  const { dims, modes } = defaultControls();
  const device = deviceById('rtx4090');
  expect(growthOf(dims, modes, 'f16', 1, 1, 3000000, device).contexts.at(-1)).toBe(4194304 / 2);
  const impossible = growthOf(dims, modes, 'f16', 1, 1, 0.5, device);
  expect(impossible.context).toBeNull();
  expect(impossible.lines).toHaveLength(variants.length);
});
