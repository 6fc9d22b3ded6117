// The kernels against float64: every variant, mode, format, reduction and shape, with NaN wherever nothing was written.

import { describe, expect, test } from 'vitest';
import type { Dims } from '../attention/dims';
import { formats } from '../attention/format';
import { seedOf, uniforms } from '../attention/random';
import { variantById, variants } from '../attention/variants';
import { compare } from '../reference/agreement';
import {
  dawn,
  decodes,
  gpu,
  small,
  weightsOf,
  worstError,
  type Turn,
} from './kernelCase.test-support';
import { Session } from './session';

const subgroups = dawn?.adapter.features.has('subgroups') ?? false;

/** Head shapes of DeepSeek-V2-Lite and V3; the model's width is cut, since it only widens the projections. */
const liteHeads: Dims = {
  ...small,
  modelDim: 64,
  queryHeads: 16,
  latentDim: 512,
  ropeDim: 64,
  nopeDim: 128,
  vDim: 128,
  queryRank: 0,
};
const v3Heads: Dims = { ...liteHeads, queryHeads: 128, queryRank: 96 };

/** Those with a cache; attend.gpu.test.ts runs those without. */
const everyMode = variants.flatMap((variant) =>
  variant.modes
    .filter(({ id }) => variant.plan(small, { phase: 'decode', mode: id }).cache.length > 0)
    .map((mode) => ({ variantId: variant.id, mode: mode.id })),
);

describe.skipIf(!dawn)('kernels on a device', () => {
  describe.each(everyMode)('$variantId $mode', ({ variantId, mode }) => {
    test('a prefill and the decodes after it agree with float64', async () => {
      const turns: Turn[] = [{ phase: 'prefill', mode, newTokens: 37 }, ...decodes(mode, 1, 1, 4)];
      expect(await worstError({ variantId, dims: small, turns })).toBeLessThan(
        formats.f32.errorBound,
      );
    });

    test.each([1, 3, 63, 64, 65, 1000])('decode agrees at %i cached tokens', async (length) => {
      const past = length - 1;
      const turns = decodes(mode, 1);
      expect(await worstError({ variantId, dims: small, turns, past: [past] })).toBeLessThan(
        formats.f32.errorBound,
      );
    });

    test('three sequences of different lengths do not mix', async () => {
      const turns = decodes(mode, 1, 2);
      const error = await worstError({
        variantId,
        dims: small,
        turns,
        batch: 3,
        past: [5, 300, 64],
      });
      expect(error).toBeLessThan(formats.f32.errorBound);
    });

    test.each([1, 3, 20])('%i query heads', async (queryHeads) => {
      const dims = { ...small, queryHeads, kvHeads: 1, latentHeads: queryHeads % 2 === 0 ? 2 : 1 };
      const turns = decodes(mode, 1);
      const error = await worstError({ variantId, dims, turns, past: [130] });
      expect(error).toBeLessThan(formats.f32.errorBound);
    });

    test('an f16 cache stays within its bound', async () => {
      const turns = decodes(mode, 1);
      const error = await worstError({ variantId, dims: small, turns, format: 'f16', past: [300] });
      expect(error).toBeLessThan(formats.f16.errorBound);
      // The rounding shows: an f16 cache that agreed like f32 would not be one.
      expect(error).toBeGreaterThan(1e-6);
    });

    test.skipIf(!subgroups)('sums by subgroups agree (needs the feature subgroups)', async () => {
      const turns = decodes(mode, 1);
      const error = await worstError({
        variantId,
        dims: small,
        turns,
        reduction: 'subgroup',
        past: [300],
      });
      expect(error).toBeLessThan(formats.f32.errorBound);
    });

    test('four lanes a workgroup agree: the register family, and its projections and norms', async () => {
      const turns: Turn[] = [{ phase: 'prefill', mode, newTokens: 13 }, ...decodes(mode, 1, 2)];
      const error = await worstError({
        variantId,
        dims: small,
        turns,
        family: 'register',
        reduction: subgroups ? 'subgroup' : 'workgroup',
        knobs: { rows: 16 },
        past: [300],
      });
      expect(error).toBeLessThan(formats.f32.errorBound);
    });

    test('f16 weights stay within the bound of their rounding', async () => {
      const turns = decodes(mode, 1);
      const error = await worstError({
        variantId,
        dims: small,
        turns,
        weightFormat: 'f16',
        past: [9],
      });
      expect(error).toBeLessThan(formats.f16.errorBound);
      expect(error).toBeGreaterThan(1e-6);
    });
  });

  describe.each(['absorbed', 'expanded', 'naive'])('MLA %s on real head shapes', (mode) => {
    test('V2-Lite: 16 heads over a latent of 512 + 64', async () => {
      const error = await worstError({
        variantId: 'mla',
        dims: liteHeads,
        turns: decodes(mode, 1),
        past: [999],
      });
      expect(error).toBeLessThan(1e-5);
    });

    test('V3: 128 heads with compressed queries', async () => {
      const error = await worstError({
        variantId: 'mla',
        dims: v3Heads,
        turns: decodes(mode, 1),
        past: [64],
      });
      expect(error).toBeLessThan(1e-5);
    });
  });

  test('absorbed and expanded MLA give the same decode on the device', async () => {
    const outputs = await Promise.all(
      ['absorbed', 'expanded'].map(async (mode) => {
        const plan = variantById('mla').plan(liteHeads, { phase: 'decode', mode });
        const session = await Session.create(await gpu(), plan, {
          batch: 1,
          capacity: 300,
          maxNewTokens: 1,
        });
        for (const [id, data] of Object.entries(weightsOf(plan, 7))) session.writeWeight(id, data);
        for (const { id, width } of plan.cache) {
          session.cache.write(id, uniforms(seedOf(7, id), 299 * width));
        }
        const inputs = { x: uniforms(8, liteHeads.modelDim) };
        await session.step({ newTokens: 1, starts: [299], lengths: [300], offsets: [299], inputs });
        const output = await session.read('y');
        session.dispose();
        return output;
      }),
    );
    const [absorbed, expanded] = outputs;
    if (!absorbed || !expanded) throw new Error('both modes ran');
    expect(compare(absorbed, Float64Array.from(expanded), 1e-5).agrees).toBe(true);
  });

  test('absorbed prefill of the latent and expanded decode after it share one cache', async () => {
    const turns: Turn[] = [
      { phase: 'prefill', mode: 'absorbed', newTokens: 21 },
      { phase: 'decode', mode: 'expanded', newTokens: 1 },
      { phase: 'decode', mode: 'absorbed', newTokens: 1 },
    ];
    const error = await worstError({ variantId: 'mla', dims: small, turns });
    expect(error).toBeLessThan(formats.f32.errorBound);
  });
});
