import { expect, test } from 'vitest';
import { mla } from '../attention/variants/mla';
import { proposeDims } from '../attention/propose';
import { modelById } from '../facts/models';
import { cachePerToken } from '../price/cache';
import { latentCache } from './bought';

const dims = proposeDims(modelById('deepseek-v3').dims);

test('a rank takes its own elements and those of the rotary key, as MLA of that width does', () => {
  for (const format of ['f16', 'int8', 'int4'] as const) {
    const own = cachePerToken(mla.plan(dims, { phase: 'decode', mode: 'absorbed' }), format);
    expect(latentCache(dims, format)?.(512)).toEqual(own);
  }
  expect(latentCache(dims, 'f16')?.(512)?.elements).toBe(512 + 64);
  expect(latentCache(dims, 'f16')?.(7168)?.bytes).toBe(2 * (7168 + 64));
});

test('sizes that cannot be have no latent, whatever the rank', () => {
  expect(latentCache({ ...dims, ropeDim: 63 }, 'f16')).toBeNull();
  expect(latentCache({ ...dims, latentDim: 0 }, 'f16')?.(512)?.elements).toBe(576);
});
