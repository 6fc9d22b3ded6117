// Rows that lanes hold are turned as the CPU turns them: queries, contexts, and cached rows that others are rebuilt from.

import { describe, expect, test } from 'vitest';
import type { Dims } from '../attention/dims';
import { formats } from '../attention/format';
import { variantById, variants } from '../attention/variants';
import type { Knobs } from './dispatch';
import { dawn, decodes, small } from './kernelCase.test-support';
import { schedule } from './schedule';
import { storedErrors } from './storedCase.test-support';

const hasSubgroups = dawn?.adapter.features.has('subgroups') ?? false;

/** Rows whose spans are 32, 64 and 128 columns long, one alone, several, and a shorter one behind others. */
const dims: Dims = {
  ...small,
  headDim: 128,
  vDim: 192,
  latentDim: 320,
  ropeDim: 32,
  nopeDim: 32,
};

const ways = [
  { reduction: 'subgroup', subgroups: 'native' },
  { reduction: 'subgroup', subgroups: 'emulated' },
] as const satisfies readonly Partial<Knobs>[];

const modes = variants.flatMap((variant) =>
  variant.modes
    .filter(({ id }) => variant.plan(dims, { phase: 'decode', mode: id }).cache.length > 0)
    .map(({ id }) => ({ variantId: variant.id, mode: id })),
);

describe.skipIf(!dawn).each(['int8', 'int4'] as const)('%s', (format) => {
  describe.each(ways)('subgroups $subgroups', (way) => {
    const knobs = { family: 'register', ...way } as const;
    const needs = way.subgroups === 'native' && !hasSubgroups;

    test.skipIf(needs).each(modes)('$variantId $mode', async ({ variantId, mode }) => {
      const plan = variantById(variantId).plan(dims, { phase: 'decode', mode });
      const sizes = { batch: 1, capacity: 80, maxNewTokens: 1, weightFormat: 'f32' } as const;
      const { dispatches } = schedule(plan, { ...sizes, format, ...knobs });
      expect(dispatches.map(({ kernel }) => kernel)).toContain('spread_register');
      const turns = decodes(mode, 1);
      const errors = await storedErrors({ variantId, dims, format, turns, past: [70], knobs });
      expect(errors.kernels).toBeLessThan(1e-5);
      expect(errors.storage).toBeLessThan(formats[format].errorBound);
    });
  });
});
