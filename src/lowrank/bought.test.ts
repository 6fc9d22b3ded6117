import { expect, test } from 'vitest';
import { mla } from '../attention/variants/mla';
import { proposeDims } from '../attention/propose';
import { modelById } from '../facts/models';
import { cachePerToken } from '../price/cache';
import { latentOfRank } from './bought';

const dims = proposeDims(modelById('deepseek-v3').dims);

test('a rank takes its own elements and those of the rotary key, as MLA of that width does', () => {
  for (const format of ['f16', 'int8', 'int4'] as const) {
    const own = cachePerToken(mla.plan(dims, { phase: 'decode', mode: 'absorbed' }), format);
    expect(latentOfRank(dims, 512, format)).toEqual(own);
  }
  expect(latentOfRank(dims, 512, 'f16')?.elements).toBe(512 + 64);
  expect(latentOfRank(dims, 7168, 'f16')?.bytes).toBe(2 * (7168 + 64));
});

test('sizes that cannot be have no latent, whatever the rank', () => {
  expect(latentOfRank({ ...dims, ropeDim: 63 }, 512, 'f16')).toBeNull();
  expect(latentOfRank({ ...dims, latentDim: 0 }, 512, 'f16')?.elements).toBe(576);
});
