// What a cached token costs each step, against formulas worked by hand.

import { expect, test } from 'vitest';
import { proposeDims } from '../attention/propose';
import { variantById } from '../attention/variants';
import { modelById } from '../facts/models';
import { perCachedToken } from './perCachedToken';

const dims = proposeDims(modelById('deepseek-v3').dims);
const of = (id: string, mode: string) =>
  perCachedToken(variantById(id).plan(dims, { phase: 'decode', mode }));

test('MHA keeps its heads and makes nothing of them again', () => {
  expect(of('mha', 'cached')).toEqual({
    keptElements: 2 * 128 * 128,
    rebuiltElements: 0,
    rebuiltFlops: 0,
    attendFlops: 4 * 128 * 128,
  });
});

test('absorbed MLA rebuilds nothing and attends to more, expanded MLA rebuilds keys and values', () => {
  expect(of('mla', 'absorbed')).toEqual({
    keptElements: 576,
    rebuiltElements: 0,
    rebuiltFlops: 0,
    attendFlops: 2 * 128 * (2 * 512 + 64),
  });
  expect(of('mla', 'expanded')).toEqual({
    keptElements: 576,
    rebuiltElements: 128 * (128 + 128),
    rebuiltFlops: 2 * 512 * 128 * (128 + 128),
    attendFlops: 2 * 128 * (128 + 64 + 128),
  });
});

test('without a cache every projection of the token is done again', () => {
  const { keptElements, rebuiltElements, rebuiltFlops } = of('gqa', 'recomputed');
  expect(keptElements).toBe(0);
  expect(rebuiltElements).toBe(2 * 8 * 128);
  // Query, key, value and output projections of one more token, and its rotation.
  expect(rebuiltFlops).toBeGreaterThan(2 * 7168 * 128 * (2 * 128 + 2 * 8));
});
