// What an attend step may ask besides keys and values: masks, sinks, log-sum-exp, rings, chunks and taps, against float64.

import { describe, expect, test } from 'vitest';
import { formats } from '../attention/format';
import type { Phase } from '../attention/plan';
import { plainConventions, type Conventions } from '../attention/variant';
import { dawn, decodes, small, worstError } from './kernelCase.test-support';

const bound = formats.f32.errorBound;
const gqa = { variantId: 'gqa', dims: small };

const turn = (phase: Phase, newTokens: number, mode = 'cached') => [{ phase, mode, newTokens }];

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

    test('sinks and the log-sum-exp', async () => {
      const conventions: Conventions = { ...plainConventions, sinks: true, lse: true };
      const turns = turn(phase, newTokens);
      const error = await worstError({ ...gqa, conventions, batch: 2, past: [0, 290], turns });
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

  test('a plan without a cache computes every token anew', async () => {
    for (const phase of ['prefill', 'decode'] as const) {
      const turns = turn(phase, 41, 'recomputed');
      const error = await worstError({ ...gqa, turns, batch: 2 });
      expect(error).toBeLessThan(bound);
    }
  });
});
