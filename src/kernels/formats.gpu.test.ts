// Caches in bf16, int8 and int4 on a device: what is stored is what the CPU stores, kernels are exact on it, and the
// output is as near to float64 as the format's bound says.

import { describe, expect, test } from 'vitest';
import type { Dims } from '../attention/dims';
import { formatIds, formats, paddedRowBytes, rowBytes, weightFormatFor } from '../attention/format';
import { seedOf, uniforms } from '../attention/random';
import { plainConventions } from '../attention/variant';
import { variantById, variants } from '../attention/variants';
import { KvCache } from './cache';
import { formatOf } from './dispatch';
import { dawn, decodes, gpu, small, type Turn } from './kernelCase.test-support';
import { Session } from './session';
import { compareStored, storedErrors, type StoredErrors } from './storedCase.test-support';

const subgroups = dawn?.adapter.features.has('subgroups') ?? false;
const narrow = ['bf16', 'int8', 'int4'] as const;

/** Widths that are no whole number of groups, and no power of two. */
const odd: Dims = {
  ...small,
  headDim: 20,
  vDim: 40,
  latentDim: 92,
  ropeDim: 6,
  nopeDim: 10,
};

const cachedModes = variants.flatMap((variant) =>
  variant.modes
    .filter(({ id }) => variant.plan(odd, { phase: 'decode', mode: id }).cache.length > 0)
    .map(({ id }) => ({ variantId: variant.id, mode: id })),
);

/** Which of a case's errors are not what they should be. */
function faults(errors: StoredErrors, format: (typeof narrow)[number]): string[] {
  const allowed: StoredErrors = {
    kernels: 1e-5,
    storage: formats[format].errorBound,
    differing: 0.01,
    worse: 1e-3,
  };
  const names = ['kernels', 'storage', 'differing', 'worse'] as const;
  const found = names
    .filter((name) => !(errors[name] < allowed[name]))
    .map((name) => `${name}: ${errors[name]}`);
  // The rounding shows: a narrow cache that agreed like f32 would not be one.
  if (errors.storage < 1e-4) found.push(`no rounding: ${errors.storage}`);
  return found;
}

describe.skipIf(!dawn)('narrow caches on a device', () => {
  describe.each(narrow)('%s', (format) => {
    test.each(cachedModes)(
      '$variantId $mode: a prefill and the decodes after it',
      async ({ variantId, mode }) => {
        const turns: Turn[] = [{ phase: 'prefill', mode, newTokens: 37 }, ...decodes(mode, 2)];
        expect(faults(await storedErrors({ variantId, dims: odd, format, turns }), format)).toEqual(
          [],
        );
      },
    );

    test.each([
      { headDim: 40, vDim: 80 },
      { headDim: 192, vDim: 128 },
      { headDim: 288, vDim: 33 },
    ])('heads of $headDim and $vDim', async (widths) => {
      const dims = { ...small, queryHeads: 2, kvHeads: 1, ...widths };
      const errors = await storedErrors({
        variantId: 'gqa',
        dims,
        format,
        turns: decodes('cached', 1),
        past: [70],
        tap: 'probs',
      });
      expect(faults(errors, format)).toEqual([]);
    });

    test('three sequences of different lengths do not mix', async () => {
      const errors = await storedErrors({
        variantId: 'gla',
        dims: odd,
        format,
        turns: decodes('absorbed', 2),
        batch: 3,
        past: [5, 300, 64],
      });
      expect(faults(errors, format)).toEqual([]);
    });

    test.each(['mla', 'tpa'])('%s rebuilds from its cache in chunks', async (variantId) => {
      const mode = variantId === 'mla' ? 'expanded' : 'cached';
      const errors = await storedErrors({
        variantId,
        dims: odd,
        format,
        turns: [{ phase: 'prefill', mode, newTokens: 5 }],
        past: [600],
        rebuiltKeys: 256,
      });
      expect(faults(errors, format)).toEqual([]);
    });

    test.skipIf(!subgroups)('sums by subgroups agree (needs the feature subgroups)', async () => {
      const errors = await storedErrors({
        variantId: 'mla',
        dims: odd,
        format,
        turns: decodes('absorbed', 1),
        past: [300],
        knobs: { reduction: 'subgroup' },
      });
      expect(faults(errors, format)).toEqual([]);
    });

    test('rows filled on the device are those that the CPU stores', async () => {
      const plan = variantById('gta').plan(odd, { phase: 'decode' });
      const [batch, capacity, tokens] = [2, 40, 33];
      const spec = { batch, capacity, maxNewTokens: 1, format };
      const session = await Session.create(await gpu(), plan, spec);
      session.cache.poison();
      for (const field of plan.cache) {
        const seed = seedOf(9, field.id);
        await session.cache.fill(field.id, seed, 1.5, tokens);
        const blocks = batch * field.heads;
        const rows = uniforms(seed, blocks * tokens * field.width, 1.5);
        const all = await session.cache.read(field.id);
        const actual = new Float32Array(rows.length);
        for (let block = 0; block < blocks; block++) {
          const at = block * capacity * field.width;
          const size = tokens * field.width;
          actual.set(all.subarray(at, at + size), block * size);
          // What was not filled is still poisoned.
          expect(all.subarray(at + size, at + capacity * field.width).every(Number.isNaN)).toBe(
            true,
          );
        }
        const knobs = session.schedule.knobs;
        const { differing, worse } = compareStored(actual, rows, formatOf(field, knobs), field);
        expect(differing).toBeLessThan(0.01);
        expect(worse).toBeLessThan(1e-3);
      }
      session.dispose();
    });
  });

  test('a new row that is no number reads as none, and leaves other sequences be', async () => {
    const plan = variantById('gqa').plan(odd, { phase: 'decode' });
    for (const format of narrow) {
      const spec = { batch: 2, capacity: 8, maxNewTokens: 1, format };
      const session = await Session.create(await gpu(), plan, spec);
      for (const { id, heads, width } of plan.cache) {
        session.cache.write(id, uniforms(seedOf(3, id), 2 * heads * 8 * width));
      }
      for (const { id } of plan.weights) await session.fillWeight(id, seedOf(3, id), 0.3);
      const x = uniforms(4, 2 * odd.modelDim);
      // The new row of the second sequence is made of an infinity.
      x[odd.modelDim + 5] = Infinity;
      const inputs = { x };
      await session.step({
        newTokens: 1,
        starts: [7, 7],
        lengths: [8, 8],
        offsets: [7, 7],
        inputs,
      });
      for (const { id } of plan.cache) {
        const rows = await session.cache.readToken(id, 7);
        const half = rows.length / 2;
        expect(rows.subarray(0, half).every(Number.isFinite), `${format} ${id}`).toBe(true);
        expect(rows.subarray(half).some(Number.isFinite), `${format} ${id}`).toBe(false);
      }
      session.dispose();
    }
  });

  test('a windowed layer sees the last int8 rows alone', async () => {
    const errors = await storedErrors({
      variantId: 'gqa',
      dims: odd,
      format: 'int8',
      turns: decodes('cached', 1, 1),
      past: [90],
      conventions: { ...plainConventions, window: true },
      window: 20,
    });
    expect(faults(errors, 'int8')).toEqual([]);
  });

  test.each(formatIds)(
    '%s: a cache takes the bytes of its formula and the padding',
    async (format) => {
      for (const { id } of variants) {
        const plan = variantById(id).plan(odd, { phase: 'decode' });
        const [batch, capacity] = [2, 11];
        const weightFormat = weightFormatFor(format);
        const reduction = 'workgroup' as const;
        const knobs = { batch, capacity, maxNewTokens: 1, format, weightFormat, reduction };
        const cache = KvCache.create(await gpu(), plan.cache, knobs);
        let bytes = 0;
        for (const field of plan.cache) {
          const rowFormat = formatOf(field, knobs);
          const padding = paddedRowBytes(rowFormat, field.width) - rowBytes(rowFormat, field.width);
          expect(padding).toBeGreaterThanOrEqual(0);
          bytes += batch * capacity * field.heads * (rowBytes(rowFormat, field.width) + padding);
        }
        expect(cache.allocatedBytes).toBe(bytes);
        cache.dispose();
      }
    },
  );
});
