// What a float64 check is made of: it can be stopped at any size, and says when there is no room.

import { expect, test } from 'vitest';
import { plainConventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { inScope } from '../attention/scope';
import { OutOfMemoryError } from '../gpu/errors';
import { prepareReference, referenceBytes } from './expected';
import { Pace } from './pace';
import { seedings } from './seeding';

const dims = {
  modelDim: 64,
  queryHeads: 64,
  kvHeads: 64,
  headDim: 128,
  vDim: 128,
  latentDim: 64,
  ropeDim: 16,
  nopeDim: 32,
  queryRank: 24,
  latentHeads: 2,
  queryFactors: 3,
  keyFactors: 2,
  valueFactors: 2,
};
const conventions = plainConventions;
const plan = inScope(
  variantById('mha').plan(dims, { phase: 'decode', mode: 'cached', conventions }),
  'attentionOnly',
);
/** Rows of 268 MB for the keys and as much for the values. */
const context = 8192;

test('a stop is heard within 100 ms while hundreds of megabytes are made', async () => {
  expect(referenceBytes(plan, 1, context)).toBeGreaterThan(500e6);
  const controller = new AbortController();
  const beganMs = performance.now();
  const size = { batch: 1, context };
  const making = prepareReference(plan, seedings(plan, 3), size, new Pace(controller.signal));
  controller.abort();
  await expect(making).rejects.toThrow(/abort/i);
  expect(performance.now() - beganMs).toBeLessThan(100);
});

test('no room for its arrays is told as such, with the bytes', async () => {
  const size = { batch: 1, context: 2 ** 45 };
  const pace = new Pace(new AbortController().signal);
  const making = prepareReference(plan, seedings(plan, 3), size, pace);
  await expect(making).rejects.toThrow(OutOfMemoryError);
  await expect(making).rejects.toMatchObject({ neededBytes: 2 * 64 * 128 * 4 * 2 ** 45 });
});
