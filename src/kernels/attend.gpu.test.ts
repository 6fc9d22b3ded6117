// What an attend step may ask besides keys and values: masks, sinks, log-sum-exp, rings, chunks and taps, against float64.

import { describe, expect, test } from 'vitest';
import { formats } from '../attention/format';
import type { Phase } from '../attention/plan';
import { seedOf, uniforms } from '../attention/random';
import { plainConventions, type Conventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { dawn, decodes, gpu, small, weightsOf, worstError } from './kernelCase.test-support';
import { Session } from './session';

const bound = formats.f32.errorBound;
const gqa = { variantId: 'gqa', dims: small };

const turn = (phase: Phase, newTokens: number, mode = 'cached') => [{ phase, mode, newTokens }];

const families = ['staged', 'register'] as const;

describe.skipIf(!dawn)('attend on a device', () => {
  describe.each([
    { phase: 'decode', newTokens: 1 },
    { phase: 'decode', newTokens: 3 },
    { phase: 'prefill', newTokens: 37 },
  ] as const)('in $phase of $newTokens', ({ phase, newTokens }) => {
    test.each(['shared', 'perHead'] as const)('a %s additive mask', async (additive) => {
      const conventions: Conventions = { ...plainConventions, additive, softcap: 4 };
      const shape = { ...gqa, conventions, batch: 2, past: [300, 21] };
      // Fewer columns than keys hide the rest.
      for (const maskColumns of [300 + newTokens, 19]) {
        const error = await worstError({ ...shape, maskColumns, turns: turn(phase, newTokens) });
        // tanh is only promised to 1e-5 of the cap.
        expect(error).toBeLessThan(5 * bound);
      }
    });

    test.each(families)('sinks and the log-sum-exp, %s family', async (family) => {
      const conventions: Conventions = { ...plainConventions, sinks: true, lse: true };
      const how = { family, batch: 2, past: [0, 290], turns: turn(phase, newTokens) };
      const error = await worstError({ ...gqa, conventions, ...how });
      expect(error).toBeLessThan(bound);
    });

    test('scores and probabilities that are tapped', async () => {
      const conventions: Conventions = {
        ...plainConventions,
        additive: 'perHead',
        sinks: true,
        softcap: 3,
      };
      const error = await worstError({
        ...gqa,
        conventions,
        maskColumns: 70 + newTokens,
        batch: 2,
        past: [70, 5],
        turns: turn(phase, newTokens),
        taps: ['product', 'capped', 'masked', 'probs'],
      });
      expect(error).toBeLessThan(5 * bound);
    });
  });

  test.each([1, 2, 5])('a ring that wraps, %i tokens at a time', async (newTokens) => {
    const phase = newTokens > 2 ? 'prefill' : 'decode';
    const turns = Array.from({ length: 5 }, () => ({ phase, mode: 'cached', newTokens }) as const);
    const window = 6;
    const error = await worstError({
      ...gqa,
      conventions: { ...plainConventions, window: true },
      window,
      ring: window + newTokens - 1,
      batch: 2,
      turns,
    });
    expect(error).toBeLessThan(bound);
  });

  test('a ring of latents, over several slices', async () => {
    const window = 530;
    const error = await worstError({
      variantId: 'mla',
      dims: small,
      conventions: { ...plainConventions, window: true },
      window,
      ring: window + 1,
      turns: [...decodes('absorbed', 2, 2, 2), ...decodes('absorbed', 1)],
      past: [0],
    });
    expect(error).toBeLessThan(bound);
  });

  test.each([
    { variantId: 'mla', mode: 'expanded', phase: 'prefill', newTokens: 40 },
    { variantId: 'mla', mode: 'expanded', phase: 'decode', newTokens: 1 },
    { variantId: 'gla', mode: 'expanded', phase: 'prefill', newTokens: 40 },
    { variantId: 'tpa', mode: 'cached', phase: 'decode', newTokens: 2 },
  ] as const)(
    '$variantId rebuilds in chunks and merges them by their log-sum-exp, in $phase',
    async ({ variantId, mode, phase, newTokens }) => {
      const error = await worstError({
        variantId,
        dims: small,
        conventions: { ...plainConventions, lse: true },
        turns: [
          { phase, mode, newTokens },
          { phase, mode, newTokens },
        ],
        rebuiltKeys: 256,
        batch: 2,
        past: [600, 130],
      });
      expect(error).toBeLessThan(bound);
    },
  );

  describe.each(['prefill', 'decode'] as const)('in %s', (phase) => {
    /** Runs gqa on 5 cached tokens, and a step of one token more. */
    const open = async (conventions: Conventions) => {
      const plan = variantById('gqa').plan(small, { phase, conventions });
      const sizes = { batch: 1, capacity: 8, maxNewTokens: 1 };
      const session = await Session.create(await gpu(), plan, sizes);
      for (const [id, data] of Object.entries(weightsOf(plan, 3))) session.writeWeight(id, data);
      for (const { id, heads, width } of plan.cache) {
        session.cache.write(id, uniforms(seedOf(3, id), heads * 8 * width));
      }
      return session;
    };
    const inputs = { x: uniforms(5, small.modelDim) };

    test('a sequence without keys gives zeros, and an infinite log-sum-exp', async () => {
      const session = await open({ ...plainConventions, lse: true });
      session.poisonActivations();
      const nowhere = { newTokens: 1, starts: [0], lengths: [0], offsets: [-1] };
      await session.step({ ...nowhere, inputs });
      expect((await session.read('context')).every((value) => value === 0)).toBe(true);
      expect((await session.read('lse')).every((value) => value === Infinity)).toBe(true);
      session.dispose();
    });
  });

  test('a plan without a cache computes every token anew', async () => {
    for (const phase of ['prefill', 'decode'] as const) {
      const turns = turn(phase, 41, 'recomputed');
      const error = await worstError({ ...gqa, turns, batch: 2 });
      expect(error).toBeLessThan(bound);
    }
  });
});
