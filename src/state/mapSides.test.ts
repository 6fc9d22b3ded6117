import { expect, test } from 'vitest';
import { defaultControls } from './controls';
import { mapSidesOf } from './mapSides';

const usual = defaultControls('llama3.1-8b');

const named = (c = usual) =>
  mapSidesOf(c).request?.sides.map(({ variantId, mode, format }) => [variantId, mode, format]);

test('asks for the two sides that are set, of a layer that is cut alike', () => {
  expect(named()).toEqual([
    ['mla', 'absorbed', 'f32'],
    ['mla', 'expanded', 'f32'],
  ]);
  const { request } = mapSidesOf(usual);
  expect(request).toMatchObject({ tokens: 32, seed: 1 });
  for (const { dims } of request?.sides ?? []) {
    expect(dims).toMatchObject({ queryHeads: 8, modelDim: 512 });
  }
  expect(mapSidesOf({ ...usual, anatomyLeft: 'gqa' }).request).toBe(request);
});

test('offers the modes of the variants shown, and another where one set is not there', () => {
  const c = { ...usual, shown: ['gqa', 'mqa'], mapB: 'mla.expanded.int8' };
  expect(mapSidesOf(c).layers.map(({ id }) => id)).toEqual(['gqa.cached', 'mqa.cached']);
  expect(named(c)).toEqual([
    ['gqa', 'cached', 'f32'],
    ['mqa', 'cached', 'int8'],
  ]);
});

test('pairs that teach are of what is shown', () => {
  expect(mapSidesOf(usual).pairs).toEqual([
    { kind: 'modes', mapA: 'mla.absorbed.f32', mapB: 'mla.expanded.f32' },
    { kind: 'heads', mapA: 'gqa.cached.f32', mapB: 'mha.cached.f32' },
    { kind: 'formats', mapA: 'mla.absorbed.f32', mapB: 'mla.absorbed.int4' },
  ]);
  const kinds = (shown: readonly string[]) =>
    mapSidesOf({ ...usual, shown }).pairs.map(({ kind }) => kind);
  expect(kinds(['mha'])).toEqual(['formats']);
  expect(kinds(['mha', 'mqa'])).toEqual(['heads', 'formats']);
});

test('knows when the heads of one are copies of the other’s', () => {
  const copied = (mapA: string, mapB: string) => mapSidesOf({ ...usual, mapA, mapB }).copied;
  expect(copied('gqa.cached.f32', 'mha.cached.f32')).toBe(true);
  expect(copied('mha.cached.f32', 'mqa.cached.f32')).toBe(true);
  expect(copied('mha.cached.f32', 'mla.absorbed.f32')).toBe(false);
  expect(copied('mha.cached.f32', 'mha.cached.int4')).toBe(false);
});

test('has nothing to ask for where no variant has possible sizes', () => {
  const c = { ...usual, dims: { ...usual.dims, queryHeads: 0 } };
  expect(mapSidesOf(c)).toMatchObject({ request: null, settings: null, layers: [], pairs: [] });
});
