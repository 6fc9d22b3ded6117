// A whole layer of the library: prefill and decode against float64, its cache out and in again, and what it refuses.

import { describe, expect, test } from 'vitest';
import { uniforms } from '../attention/random';
import { variantById } from '../attention/variants';
import { compare } from '../reference/agreement';
import { ReferenceCache } from '../reference/cache';
import { Reference } from '../reference/reference';
import { seededWeights } from '../reference/seeded';
import { dawn, openDevice } from './attendCase.test-support';
import { LibraryError } from './errors';
import { createSession } from './layer';
import { weightShapes, type LayerSpec } from './layerSpec';

const dims = {
  modelDim: 40,
  queryHeads: 6,
  kvHeads: 2,
  headDim: 12,
  vDim: 20,
  latentDim: 28,
  ropeDim: 6,
  nopeDim: 10,
  queryRank: 18,
};

const specOf = (variant: string): LayerSpec => ({
  variant,
  dims,
  batch: 2,
  capacity: 16,
  format: 'f32',
  seed: 7,
  // Five tokens take two steps.
  maxNewTokens: 3,
});

const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof LibraryError ? error.code : error),
  );

describe.skipIf(!dawn)('a layer of the library', () => {
  test.each(['gqa', 'mla'])('%s prefills and decodes as float64 does', async (variant) => {
    const session = await createSession(await openDevice(), specOf(variant));
    const all = { ...dims, latentHeads: 2, queryFactors: 3, keyFactors: 2, valueFactors: 2 };
    const plan = variantById(variant).plan(all, { phase: 'decode' });
    const cache = new ReferenceCache(plan.cache, 2, 16);
    const reference = new Reference(plan, seededWeights(plan, 7), cache);
    let done = 0;
    for (const tokens of [5, 1, 1]) {
      const x = uniforms(tokens + done, 2 * tokens * dims.modelDim);
      const y = await (tokens > 1 ? session.prefill(x) : session.decode(x));
      const starts = [done, done];
      done += tokens;
      const lengths = [done, done];
      const step = { newTokens: tokens, starts, lengths, offsets: starts, inputs: { x } };
      expect(compare(y, reference.step(step).output, 0).error).toBeLessThan(5e-5);
      expect(session.length).toBe(done);
    }
    session.dispose();
  });

  test('gives its cache and goes on from it in another session', async () => {
    const device = await openDevice();
    const spec: LayerSpec = { ...specOf('gqa'), format: 'f16' };
    const [from, to] = await Promise.all([
      createSession(device, spec),
      createSession(device, spec),
    ]);
    await from.prefill(uniforms(1, 2 * 4 * dims.modelDim));
    const rows = await from.readCache();
    expect(rows['keys']?.length).toBe(2 * 2 * 4 * 12);
    await to.prefill(uniforms(2, 2 * 7 * dims.modelDim));
    await to.writeCache(rows);
    expect(to.length).toBe(4);
    expect(await to.readCache()).toEqual(rows);
    const x = uniforms(3, 2 * dims.modelDim);
    // Two calls at once take turns.
    const [one, two] = await Promise.all([from.decode(x), from.decode(x)]);
    expect(await to.decode(x)).toEqual(one);
    expect(two).not.toEqual(one);
    // What fails holds nobody up, and is nobody else's failure.
    const [failed, three] = await Promise.allSettled([from.decode(x.subarray(1)), to.decode(x)]);
    expect(failed.status).toBe('rejected');
    expect(three).toEqual({ status: 'fulfilled', value: two });
    from.dispose();
    to.dispose();
  });

  test('takes weights of a caller, and says what shapes they have', async () => {
    const device = await openDevice();
    const spec = specOf('gqa');
    expect(weightShapes(spec)).toEqual({
      wq: [6, 12, 40],
      wk: [2, 12, 40],
      wv: [2, 20, 40],
      wo: [40, 6, 20],
    });
    const sizes = Object.entries(weightShapes(spec)).map(([id, shape], i) => {
      const count = shape.reduce((product, size) => product * size, 1);
      return [id, uniforms(i, count, 0.2)] as const;
    });
    const weights = Object.fromEntries(sizes);
    const x = uniforms(9, 2 * dims.modelDim);
    const seeded = await createSession(device, spec);
    const own = await createSession(device, { ...spec, weights });
    const [a, b] = [await seeded.decode(x), await own.decode(x)];
    expect(a).not.toEqual(b);
    expect(b.every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
    const { wq: _, ...few } = weights;
    expect(await codeOf(createSession(device, { ...spec, weights: few }))).toBe('wrongLength');
    const wv = (weights['wv'] ?? new Float32Array()).with(3, 300);
    const half = { ...spec, weights: { ...weights, wv }, weightFormat: 'f16' } as const;
    await expect(createSession(device, half)).rejects.toThrow(
      "weights.wv[3] is 300: f16 weights lie from -255.875 to 255.875: give such, or weightFormat 'f32'",
    );
    expect(await codeOf(createSession(device, half))).toBe('outOfRange');
    seeded.dispose();
    own.dispose();
  });

  test('refuses what it cannot be, and tokens that it has no room for', async () => {
    const device = await openDevice();
    const spec = specOf('gqa');
    await expect(createSession(device, { ...spec, variant: 'mhla' })).rejects.toThrow(
      'variant is "mhla": choose mha, gqa, mqa, mla',
    );
    expect(await codeOf(createSession(device, { ...spec, variant: 'x' }))).toBe('unknownVariant');
    const { kvHeads: _, ...less } = dims;
    await expect(createSession(device, { ...spec, dims: less })).rejects.toThrow(
      'dims.kvHeads is missing',
    );
    const session = await createSession(device, spec);
    const x = (tokens: number) => uniforms(1, 2 * tokens * dims.modelDim);
    expect(await codeOf(session.decode(x(2)))).toBe('wrongLength');
    expect(await codeOf(session.prefill(x(17)))).toBe('outOfRange');
    expect(await codeOf(session.prefill(uniforms(1, 41)))).toBe('wrongLength');
    expect(await codeOf(session.writeCache({ keys: uniforms(1, 48) }))).toBe('wrongLength');
    session.dispose();
    expect(await codeOf(session.decode(x(1)))).toBe('disposed');
  });
});
