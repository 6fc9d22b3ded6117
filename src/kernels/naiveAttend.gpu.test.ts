// The naive kernel on a device: right for every variant, and loading as often as its header says.

import { describe, expect, test } from 'vitest';
import { formats } from '../attention/format';
import { plainConventions, type Conventions } from '../attention/variant';
import { variants } from '../attention/variants';
import { attendError } from './attendCase.test-support';
import { dawn, decodes, small, worstError, type Turn } from './kernelCase.test-support';
import { loadsOf } from './loads.test-support';

const naive = { naive: true } as const;

const everyMode = variants.flatMap((variant) =>
  variant.modes
    .filter(({ id }) => variant.plan(small, { phase: 'decode', mode: id }).cache.length > 0)
    .map((mode) => ({ variantId: variant.id, mode: mode.id })),
);

describe.skipIf(!dawn)('the naive kernel', () => {
  test.each(everyMode)('agrees with float64: $variantId $mode', async ({ variantId, mode }) => {
    const turns = decodes(mode, 1, 3);
    const error = await worstError({
      variantId,
      dims: small,
      turns,
      batch: 3,
      past: [5, 300, 64],
      knobs: naive,
    });
    expect(error).toBeLessThan(formats.f32.errorBound);
    expect(error).toBeGreaterThan(0);
  });

  test('agrees in a prefill, and after it', async () => {
    const turns: Turn[] = [
      { phase: 'prefill', mode: 'cached', newTokens: 37 },
      ...decodes('cached', 1),
    ];
    const error = await worstError({ variantId: 'gqa', dims: small, turns, knobs: naive });
    expect(error).toBeLessThan(formats.f32.errorBound);
  });

  test.each([
    ['a window', { window: true }, { window: 19 }],
    ['a softcap', { softcap: 1.5 }, {}],
    ['sinks and a log-sum-exp', { sinks: true, lse: true }, {}],
    ['an additive mask', { additive: 'perHead' }, { maskColumns: 131 }],
  ] satisfies [string, Partial<Conventions>, { window?: number; maskColumns?: number }][])(
    'agrees with %s',
    async (_, changes, how) => {
      const error = await worstError({
        variantId: 'gqa',
        dims: small,
        turns: decodes('cached', 1, 4),
        past: [130],
        conventions: { ...plainConventions, ...changes },
        knobs: naive,
        ...how,
      });
      expect(error).toBeLessThan(formats.f32.errorBound);
    },
  );

  test('merges the chunks in which keys are rebuilt', async () => {
    const turns = decodes('expanded', 1, 2);
    const error = await worstError({
      variantId: 'mla',
      dims: small,
      turns,
      past: [700],
      rebuiltKeys: 256,
      knobs: naive,
    });
    expect(error).toBeLessThan(formats.f32.errorBound);
  });

  test.each(['f16', 'bf16', 'int8', 'int4'] as const)('reads a cache in %s', async (format) => {
    const shape = { queryHeads: 6, kvHeads: 2, qkDim: 40, vDim: 24, latent: false };
    const knobs = { ...naive, format };
    const error = await attendError({ ...shape, newTokens: 1, lengths: [77, 300], knobs });
    expect(error).toBeLessThan(1e-5);
  });

  test('a cache in pages, and four lanes a workgroup', async () => {
    const shape = { queryHeads: 7, kvHeads: 1, qkDim: 40, vDim: 32, latent: true };
    const knobs = { ...naive, family: 'register' } as const;
    const layout = 'paged';
    const error = await attendError({ ...shape, newTokens: 3, lengths: [77, 300], knobs, layout });
    expect(error).toBeLessThan(1e-5);
  });

  test('every query head loads its keys twice and its values once', async () => {
    const shape = { queryHeads: 12, kvHeads: 3, qkDim: 64, vDim: 32, latent: false };
    expect(await loadsOf({ ...shape, newTokens: 1, lengths: [300] }, naive)).toEqual({
      keys: 2 * 12 * 300 * 16,
      values: 12 * 300 * 8,
      tails: 0,
    });
  });
});
