// Subgroups of 32 lanes, emulated, against float64: what no software device has, and most hardware does.

import { describe, expect, test } from 'vitest';
import type { Dims } from '../attention/dims';
import { formats } from '../attention/format';
import { plainConventions, type Conventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { attendError, type RowShape } from './attendCase.test-support';
import type { Knobs } from './dispatch';
import { dawn, small, worstError, type Turn } from './kernelCase.test-support';
import { schedule } from './schedule';

const bound = formats.f32.errorBound;

/** Rows of more quads than a workgroup has lanes, so that both subgroups of 32 have some of each. */
const dims: Dims = { ...small, modelDim: 300, headDim: 76, vDim: 68, latentDim: 84 };
const conventions: Conventions = { ...plainConventions, headNorm: true, sinks: true, lse: true };

const emulated = { reduction: 'subgroup', subgroups: 'emulated' } as const;

/** A layer whose rows are reduced by two subgroups of 32 lanes, or by one of which four lanes are there. */
const layers = [
  { variantId: 'gqa', mode: 'cached', knobs: { family: 'staged' } },
  { variantId: 'gqa', mode: 'cached', knobs: { family: 'staged', fused: false } },
  { variantId: 'gqa', mode: 'cached', knobs: { family: 'register', rows: 2 } },
  { variantId: 'gqa', mode: 'cached', knobs: { family: 'register', rows: 9 } },
  { variantId: 'mla', mode: 'absorbed', knobs: { family: 'register', rows: 9, groupLanes: 64 } },
] as const satisfies readonly { variantId: string; mode: string; knobs: Partial<Knobs> }[];

const phases = [
  { phase: 'decode', newTokens: 2 },
  { phase: 'prefill', newTokens: 37 },
] as const;

test('these layers go through every kernel whose lanes several subgroups share, and attention in registers', () => {
  const kernels = layers.flatMap(({ variantId, mode, knobs }) =>
    phases.flatMap(({ phase, newTokens }) => {
      const plan = variantById(variantId).plan(dims, { phase, mode, conventions });
      const sizes = { batch: 2, capacity: 400, maxNewTokens: newTokens };
      return schedule(plan, {
        ...sizes,
        format: 'f32',
        weightFormat: 'f32',
        ...emulated,
        ...knobs,
      }).dispatches.flatMap(({ kernel, slots }) =>
        slots['subgroups'] === 'subgroups/emulated' ? kernel : [],
      );
    }),
  );
  expect([...new Set(kernels)].toSorted()).toEqual([
    '1_project_vector',
    '2_normalize',
    '4_ready',
    '5_attend_register',
    '6_merge',
  ]);
});

describe.skipIf(!dawn)('subgroups of 32 lanes agree with float64', () => {
  describe.each(phases)('in $phase', ({ phase, newTokens }) => {
    test.each(layers)('$variantId, $knobs', async ({ variantId, mode, knobs }) => {
      const turns: Turn[] = [{ phase, mode, newTokens }];
      const shape = { variantId, dims, conventions, turns, batch: 2, past: [300, 21] };
      const error = await worstError({ ...shape, knobs: { ...emulated, ...knobs } });
      expect(error).toBeLessThan(bound);
    });
  });

  test('scores and probabilities that are tapped', async () => {
    const turns: Turn[] = [{ phase: 'decode', mode: 'cached', newTokens: 2 }];
    const shape = { variantId: 'gqa', dims: small, turns, past: [130] };
    const error = await worstError({ ...shape, knobs: emulated, taps: ['masked', 'probs'] });
    expect(error).toBeLessThan(bound);
  });

  // More slices than a subgroup has lanes, so that a merge needs both.
  test.each(['staged', 'register'] as const)('40 slices, %s family', async (family) => {
    const rows: RowShape = { queryHeads: 3, kvHeads: 1, qkDim: 64, vDim: 64, latent: false };
    const knobs = { ...emulated, family };
    const error = await attendError({ ...rows, newTokens: 1, lengths: [10_100], knobs });
    expect(error).toBeLessThan(bound);
  });
});
