// The kernels against float64: every variant, mode, format, reduction and shape, with NaN wherever nothing was written.

import { describe, expect, test } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import type { Dims } from '../attention/dims';
import { formats, type FormatId } from '../attention/format';
import { find, sizeOf, type Phase, type Plan } from '../attention/plan';
import { seedOf, uniforms } from '../attention/random';
import { inScope } from '../attention/scope';
import { modeFor, plainConventions, type Conventions } from '../attention/variant';
import { variantById, variants } from '../attention/variants';
import { openGpu, type Gpu } from '../gpu/device';
import { compare } from '../reference/agreement';
import { ReferenceCache } from '../reference/cache';
import { Reference } from '../reference/reference';
import { Session } from './session';

const dawn = await dawnAdapter();
const subgroups = dawn?.adapter.features.has('subgroups') ?? false;
let opened: Promise<Gpu> | undefined;
const gpu = (): Promise<Gpu> => (opened ??= openGpu(dawn?.adapter));

const small: Dims = {
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

const weightsOf = (plan: Plan, seed: number): Record<string, Float32Array> =>
  Object.fromEntries(
    plan.weights.map(({ id, axes }) => {
      const inWidth = axes.length > 1 ? (axes.at(-1)?.[1] ?? 1) : 1;
      // The factor keeps scores peaked, so that a wrong score moves the result.
      return [id, uniforms(seedOf(seed, id), sizeOf(axes), 2.5 / Math.sqrt(inWidth))];
    }),
  );

interface Turn {
  readonly phase: Phase;
  readonly mode: string;
  readonly newTokens: number;
}

interface Case {
  readonly variantId: string;
  readonly dims: Dims;
  readonly turns: readonly Turn[];
  readonly batch?: number;
  readonly format?: FormatId;
  readonly weightFormat?: FormatId;
  readonly reduction?: 'workgroup' | 'subgroup';
  readonly conventions?: Conventions;
  readonly window?: number;
  /** Tokens that each sequence has cached before the first turn; written into both caches. */
  readonly past?: readonly number[];
}

/** Runs the turns on the device and in float64, from the same past, and gives the largest error of the outputs. */
async function worstError({
  variantId,
  dims,
  turns,
  batch = 1,
  format = 'f32',
  weightFormat = 'f32',
  reduction = 'workgroup',
  conventions = plainConventions,
  window,
  past = Array.from({ length: batch }, () => 0),
}: Case): Promise<number> {
  const seed = 20261122;
  const longest = Math.max(...past);
  const capacity = longest + turns.reduce((n, { newTokens }) => n + newTokens, 0) + 3;
  const maxNewTokens = Math.max(...turns.map(({ newTokens }) => newTokens));
  const plans = turns.map(({ phase, mode }) =>
    variantById(variantId).plan(dims, { phase, mode, conventions }),
  );
  const [first] = plans;
  if (!first) throw new Error('a case has turns');
  const cache = new ReferenceCache(first.cache, batch, capacity);
  const sessions: Session[] = [];
  let session: Session | undefined;
  for (const plan of plans) {
    session = await Session.create(await gpu(), plan, {
      batch,
      capacity,
      maxNewTokens,
      format,
      weightFormat,
      reduction,
      ...(session ? { shared: session } : {}),
    });
    sessions.push(session);
  }
  const weights = weightsOf(first, seed);
  sessions[0]?.cache.poison();
  for (const [id, data] of Object.entries(weights)) sessions[0]?.writeWeight(id, data);
  if (longest > 0) {
    for (const { id, heads, width } of first.cache) {
      const rows = uniforms(seedOf(seed, `past ${id}`), batch * heads * longest * width);
      // Rows that a shorter sequence does not have stay NaN in both.
      for (let i = 0; i < rows.length; i++) {
        const token = Math.floor(i / width) % longest;
        const sequence = Math.floor(i / (heads * longest * width));
        if (token >= (past[sequence] ?? 0)) rows[i] = NaN;
      }
      cache.write(id, rows, 0);
      sessions[0]?.cache.write(id, rows, 0);
    }
  }

  let worst = 0;
  let done = 0;
  for (const [i, { newTokens }] of turns.entries()) {
    const plan = plans[i];
    const device = sessions[i];
    if (!plan || !device) throw new Error('every turn has a plan');
    const starts = past.map((length) => length + done);
    const positions = {
      newTokens,
      starts,
      lengths: starts.map((start) => start + newTokens),
      offsets: starts,
      ...(window === undefined ? {} : { window }),
    };
    const x = uniforms(seedOf(seed, `x ${i}`), batch * newTokens * dims.modelDim);
    device.poisonActivations();
    await device.step({ ...positions, inputs: { x } });
    const actual = await device.read(plan.output);
    const { output } = new Reference(plan, weights, cache).step({ ...positions, inputs: { x } });
    worst = Math.max(worst, compare(actual, output, 0).error);
    done += newTokens;
  }
  for (const device of sessions.toReversed()) device.dispose();
  return worst;
}

const decodes = (mode: string, ...lengths: number[]): Turn[] =>
  lengths.map((newTokens) => ({ phase: 'decode', mode, newTokens }));

const everyMode = variants.flatMap(({ id, modes }) =>
  modes.map((mode) => ({ variantId: id, mode: mode.id })),
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
      const dims = { ...small, queryHeads, kvHeads: 1 };
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

  describe.each(['gqa', 'mla'])('conventions of %s', (variantId) => {
    const mode = modeFor(variantById(variantId), 'decode');
    test.each(['interleaved', 'half', 'deinterleaveHalf'] as const)('%s pairs', async (pairs) => {
      const rope = { pairs, theta: 500, scaling: null, cosSinScale: 1.1 };
      const conventions = { ...plainConventions, rope };
      const turns = decodes(mode, 3, 1);
      const error = await worstError({ variantId, dims: small, turns, conventions });
      expect(error).toBeLessThan(formats.f32.errorBound);
    });

    test('a softcap', async () => {
      const conventions = { ...plainConventions, softcap: 1.5 };
      const error = await worstError({
        variantId,
        dims: small,
        turns: decodes(mode, 1),
        past: [70],
        conventions,
      });
      // tanh is only promised to 1e-5 of the cap.
      expect(error).toBeLessThan(5 * formats.f32.errorBound);
    });
  });

  test.each(['prefill', 'decode'] as const)(
    'biases, head norms, partial rotation and a window in %s',
    async (phase) => {
      const conventions: Conventions = {
        ...plainConventions,
        rotaryDim: 6,
        headNorm: true,
        biases: ['q', 'k', 'v', 'o'],
        window: true,
      };
      const error = await worstError({
        variantId: 'gqa',
        dims: small,
        turns: [{ phase, mode: 'cached', newTokens: 5 }],
        batch: 2,
        past: [40, 3],
        conventions,
        window: 7,
      });
      expect(error).toBeLessThan(formats.f32.errorBound);
    },
  );

  test.each([
    { headDim: 9, vDim: 7, phase: 'decode', format: 'f32' },
    { headDim: 30, vDim: 33, phase: 'prefill', format: 'f32' },
    { headDim: 9, vDim: 7, phase: 'decode', format: 'f16' },
    { headDim: 1, vDim: 1, phase: 'decode', format: 'f32' },
  ] as const)(
    'biases of heads $headDim and $vDim wide, $format weights, $phase',
    async ({ headDim, vDim, phase, format }) => {
      const error = await worstError({
        variantId: 'gqa',
        dims: { ...small, headDim, vDim },
        turns: [{ phase, mode: 'cached', newTokens: phase === 'decode' ? 1 : 6 }],
        past: [11],
        weightFormat: format,
        conventions: { ...plainConventions, biases: ['q', 'k', 'v', 'o'] },
      });
      expect(error).toBeLessThan(formats[format].errorBound);
    },
  );

  test('a window in MLA agrees too', async () => {
    const error = await worstError({
      variantId: 'mla',
      dims: small,
      turns: decodes('absorbed', 1),
      past: [50],
      conventions: { ...plainConventions, window: true },
      window: 9,
    });
    expect(error).toBeLessThan(formats.f32.errorBound);
  });

  test('a query that sees no key gives zeros', async () => {
    const plan = inScope(variantById('gqa').plan(small, { phase: 'decode' }), 'attentionOnly');
    const session = await Session.create(await gpu(), plan, {
      batch: 1,
      capacity: 8,
      maxNewTokens: 2,
    });
    session.cache.poison();
    session.poisonActivations();
    const inputs = Object.fromEntries(
      plan.inputs.map((id) => [id, uniforms(3, 2 * sizeOf(find(plan.tensors, id).axes))]),
    );
    // The first of two queries stands before every key.
    await session.step({ newTokens: 2, starts: [0], lengths: [2], offsets: [-1], inputs });
    const output = await session.read(plan.output);
    const half = output.length / 2;
    expect(output.slice(0, half).every((value) => value === 0)).toBe(true);
    expect(output.slice(half).every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
    session.dispose();
  });

  test('a step in parts gives what the whole step gives, to the bit', async () => {
    const plan = variantById('mla').plan(small, { phase: 'decode', mode: 'expanded' });
    const spec = { batch: 2, capacity: 700, maxNewTokens: 1 };
    const session = await Session.create(await gpu(), plan, spec);
    for (const [id, data] of Object.entries(weightsOf(plan, 5))) session.writeWeight(id, data);
    for (const { id } of plan.cache) await session.cache.fill(id, seedOf(5, id), 1, 699);
    const inputs = { x: uniforms(6, 2 * small.modelDim) };
    await session.step({
      newTokens: 1,
      starts: [699, 300],
      lengths: [700, 301],
      offsets: [699, 300],
      inputs,
    });
    const whole = await session.read('y');
    session.poisonActivations();
    session.writeInput('x', inputs.x);
    let parts = 0;
    for (const encode of session.parts(5)) {
      const encoder = (await gpu()).device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      encode(pass);
      pass.end();
      (await gpu()).device.queue.submit([encoder.finish()]);
      parts += 1;
    }
    expect(parts).toBeGreaterThan(3);
    expect(parts).toBeLessThan(5 + session.schedule.dispatches.length);
    expect(await session.read('y')).toEqual(whole);
    session.dispose();
  });

  test('a cache too large for one binding is refused in words before it is allocated', async () => {
    const plan = variantById('mha').plan(small, { phase: 'decode' });
    const spec = { batch: 1, capacity: 20_000_000, maxNewTokens: 1 };
    await expect(Session.create(await gpu(), plan, spec)).rejects.toThrow(
      /maxStorageBufferBindingSize .* shorter context/,
    );
  });

  test('a step past the capacity is refused', async () => {
    const plan = variantById('mqa').plan(small, { phase: 'decode' });
    const session = await Session.create(await gpu(), plan, {
      batch: 1,
      capacity: 4,
      maxNewTokens: 1,
    });
    expect(() =>
      session.setStep({ newTokens: 1, starts: [4], lengths: [5], offsets: [4] }),
    ).toThrow('token 5 of a cache for 4 tokens');
    session.dispose();
  });
});
