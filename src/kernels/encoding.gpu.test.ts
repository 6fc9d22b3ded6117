// New rows that lanes hold are stored as those that go through workgroup memory, which are compared with the CPU's.

import { describe, expect, test } from 'vitest';
import type { Dims } from '../attention/dims';
import { elementRowBytes, type FormatId } from '../attention/format';
import type { Plan } from '../attention/plan';
import { seedOf, uniforms } from '../attention/random';
import { variantById, variants } from '../attention/variants';
import { download } from '../gpu/buffers';
import type { Knobs } from './dispatch';
import { dawn, gpu, small } from './kernelCase.test-support';
import { schedule } from './schedule';
import { Session } from './session';

const hasSubgroups = dawn?.adapter.features.has('subgroups') ?? false;

/** Groups of 128 columns, one, and two with a shorter one behind; of 64; of 32. */
const sizes: Record<string, Dims> = {
  'heads of 128, a latent of 320': { ...small, headDim: 128, vDim: 128, latentDim: 320 },
  'heads of 64, a latent of 256': { ...small, headDim: 64, vDim: 64, latentDim: 256 },
  'heads of 32, a latent of 160': { ...small, headDim: 32, vDim: 32, latentDim: 160 },
};

const ways = {
  native: { family: 'register', reduction: 'subgroup' },
  emulated: { family: 'register', reduction: 'subgroup', subgroups: 'emulated' },
} as const satisfies Record<string, Partial<Knobs>>;

const common = { batch: 2, capacity: 9, maxNewTokens: 2, weightFormat: 'f32' } as const;

const cases = (['int8', 'int4'] as const).flatMap((format) =>
  Object.entries(sizes).flatMap(([size, dims]) =>
    variants.flatMap((variant) =>
      variant.modes
        .map(({ id }) => ({
          name: `${variant.id} ${id}, ${size}, ${format}`,
          plan: variantById(variant.id).plan(dims, { phase: 'decode', mode: id }),
          dims,
          format,
        }))
        .filter(({ plan }) =>
          schedule(plan, { ...common, ...ways.native, format }).dispatches.some(
            ({ kernel }) => kernel === '4_ready_held',
          ),
        ),
    ),
  ),
);

const newTokens = 2;
const start = 6;

/** What each field holds of two new tokens of two sequences; the last token's input has an infinity. */
async function storedOf(plan: Plan, dims: Dims, format: FormatId, knobs: Partial<Knobs>) {
  const spec = { ...common, format, reduction: 'workgroup', ...knobs } as const;
  const session = await Session.create(await gpu(), plan, spec);
  session.cache.poison();
  for (const { id } of plan.weights) await session.fillWeight(id, seedOf(3, id), 0.3);
  for (const { id, heads, width } of plan.cache) {
    session.cache.write(id, uniforms(seedOf(5, id), common.batch * heads * start * width), 0);
  }
  const x = uniforms(4, common.batch * newTokens * dims.modelDim);
  x[x.length - 3] = Infinity;
  const [starts, lengths] = [
    [start, start],
    [start + newTokens, start + newTokens],
  ];
  await session.step({ newTokens, starts, lengths, offsets: starts, inputs: { x } });
  const stored: Float32Array[] = [];
  for (const { id } of plan.cache) {
    for (let token = start; token < common.capacity; token++) {
      stored.push(await session.cache.readToken(id, token));
    }
  }
  session.dispose();
  return stored;
}

test('there are such rows: of one field, of two, of a field beside one without scales', () => {
  const named = new Set(cases.map(({ name }) => name.split(' ')[0]));
  for (const id of ['mha', 'gqa', 'mqa', 'mla']) expect(named).toContain(id);
});

/** Bytes of a row's codes as they lie, of the first sequence and head, and how many of them are columns. */
async function codesOf(knobs: Partial<Knobs>) {
  const dims = { ...small, latentDim: 320 };
  const plan = variantById('mla').plan(dims, { phase: 'decode', mode: 'absorbed' });
  const spec = { ...common, batch: 1, reduction: 'workgroup', ...knobs, format: 'int8' } as const;
  const session = await Session.create(await gpu(), plan, spec);
  session.cache.poison();
  for (const { id } of plan.weights) await session.fillWeight(id, seedOf(3, id), 0.3);
  const inputs = { x: uniforms(4, dims.modelDim) };
  await session.step({ newTokens: 1, starts: [1], lengths: [2], offsets: [1], inputs });
  const [latent] = plan.cache;
  const buffer = latent && session.cache.buffer(latent.id);
  if (!buffer) throw new Error('MLA caches a latent');
  const rowBytes = elementRowBytes('int8', latent.width);
  const bytes = new Uint8Array(await download(await gpu(), buffer, rowBytes, rowBytes));
  session.dispose();
  return { columns: latent.width, bytes };
}

describe.skipIf(!dawn).each(Object.entries(ways))('subgroups %s', (name, way) => {
  test.skipIf(name === 'native' && !hasSubgroups)('past the end of a row are zeros', async () => {
    const { columns, bytes } = await codesOf(way);
    expect(columns).toBeLessThan(bytes.length);
    expect(bytes.subarray(0, columns).filter((code) => code !== 0).length).toBeGreaterThan(200);
    expect(bytes.subarray(columns)).toEqual(new Uint8Array(bytes.length - columns));
  });

  test.skipIf(name === 'native' && !hasSubgroups).each(cases)(
    '$name',
    async ({ plan, dims, format }) => {
      const expected = await storedOf(plan, dims, format, { fused: false });
      const held = await storedOf(plan, dims, format, way);
      const per = common.capacity - start;
      for (const [i, rows] of held.entries()) {
        const wanted = expected[i] ?? new Float32Array();
        expect(rows.length).toBe(wanted.length);
        const odd = (value: number, at: number) =>
          Number.isFinite(value) !== Number.isFinite(wanted[at]);
        expect(rows.some(odd), `row ${i}`).toBe(false);
        // The capacity's last token is nobody's, and the second sequence's last token is no number.
        expect(rows.some(Number.isFinite), `row ${i}`).toBe(i % per < newTokens);
        expect(rows.every(Number.isFinite), `row ${i}`).toBe(i % per === 0);
        const largest = wanted.reduce(
          (most, v) => (Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most),
          0,
        );
        // Sums of norms are made in another order, which may turn a code into its neighbour.
        const differing = rows.filter((v, at) => Math.abs(v - (wanted[at] ?? 0)) > 1e-5 * largest);
        expect(differing.length / rows.length, `row ${i}`).toBeLessThan(0.02);
      }
    },
  );
});
