// Attention as two products of a latent against float64: what a step may ask, with more heads than a tile has rows.

import { describe, expect, test } from 'vitest';
import { formats } from '../attention/format';
import { uniforms } from '../attention/random';
import { plainConventions, type Conventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { dawn, decodes, gpu, small, weightsOf, worstError } from './kernelCase.test-support';
import { Session } from './session';

const bound = formats.f32.errorBound;
const family = 'products';
const mla = { variantId: 'mla', dims: { ...small, queryHeads: 70 }, family } as const;

describe.skipIf(!dawn)('two products of a latent', () => {
  test('sinks and the log-sum-exp: 128 heads, one sequence without a past', async () => {
    const conventions: Conventions = { ...plainConventions, sinks: true, lse: true };
    const dims = { ...small, queryHeads: 128 };
    const how = { conventions, batch: 2, past: [0, 290], turns: decodes('absorbed', 1) };
    expect(await worstError({ ...mla, dims, ...how })).toBeLessThan(bound);
  });

  test('a window over shuffled pages, three tokens at a time', async () => {
    const conventions: Conventions = { ...plainConventions, window: true, lse: true };
    const where = { batch: 2, past: [311, 21], pages: 14 };
    const how = { conventions, window: 270, turns: decodes('absorbed', 3) };
    expect(await worstError({ ...mla, ...where, ...how })).toBeLessThan(bound);
  });

  test('a window in a ring that wraps', async () => {
    const conventions: Conventions = { ...plainConventions, window: true };
    const window = 75;
    const how = { conventions, window, ring: window + 1, turns: decodes('absorbed', 2, 2, 1) };
    expect(await worstError({ ...mla, ...how, past: [74] })).toBeLessThan(bound);
  });

  test('an additive mask for each head, and a softcap', async () => {
    const conventions: Conventions = { ...plainConventions, additive: 'perHead', softcap: 4 };
    const how = { conventions, past: [70], maskColumns: 68, turns: decodes('absorbed', 2) };
    // tanh is only promised to 1e-5 of the cap.
    expect(await worstError({ ...mla, ...how })).toBeLessThan(5 * bound);
  });

  test('two latents, each of half of the heads', async () => {
    const how = { variantId: 'gla', batch: 2, past: [65, 3], turns: decodes('absorbed', 2) };
    expect(await worstError({ ...mla, ...how })).toBeLessThan(bound);
  });

  test('a sequence without keys gives zeros, and an infinite log-sum-exp', async () => {
    const conventions = { ...plainConventions, lse: true };
    const plan = variantById('mla').plan(mla.dims, {
      phase: 'decode',
      mode: 'absorbed',
      conventions,
    });
    const how = { batch: 1, capacity: 300, maxNewTokens: 1, family } as const;
    const session = await Session.create(await gpu(), plan, how);
    for (const [id, data] of Object.entries(weightsOf(plan, 3))) session.writeWeight(id, data);
    session.cache.poison();
    session.poisonActivations();
    const inputs = { x: uniforms(5, small.modelDim) };
    await session.step({ newTokens: 1, starts: [0], lengths: [0], offsets: [-1], inputs });
    expect((await session.read('context')).every((value) => value === 0)).toBe(true);
    expect((await session.read('lse')).every((value) => value === Infinity)).toBe(true);
    session.dispose();
  });
});
