// Steps taken together give what they give apart, whatever the conventions and the cache's format.

import { describe, expect, test } from 'vitest';
import type { FormatId } from '../attention/format';
import { seedOf, uniforms } from '../attention/random';
import { plainConventions, plainRope, type Conventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { compare } from '../reference/agreement';
import { dawn, gpu, small, weightsOf } from './kernelCase.test-support';
import { Session } from './session';

interface Case {
  readonly variantId: string;
  readonly mode: string;
  readonly format: FormatId;
  readonly conventions: Conventions;
  readonly window?: number;
}

/** A step of two sequences, and what its cache holds of the new tokens. */
async function outcome({ variantId, mode, format, conventions, window }: Case, fused: boolean) {
  const plan = variantById(variantId).plan(small, { phase: 'decode', mode, conventions });
  const ring = window !== undefined;
  const spec = { batch: 2, capacity: 9, maxNewTokens: 1, maxPositions: 40, format, ring, fused };
  const session = await Session.create(await gpu(), plan, spec);
  for (const [id, data] of Object.entries(weightsOf(plan, 5))) session.writeWeight(id, data);
  session.poisonActivations();
  const past = ring ? [] : plan.cache;
  for (const { id } of past) await session.cache.fill(id, seedOf(5, id), 1, 8);
  const rows: number[][] = [];
  let output: Float32Array = new Float32Array();
  for (const step of ring ? [0, 1, 2] : [0]) {
    const starts = ring ? [step, step] : [8, 3];
    const lengths = starts.map((start) => start + 1);
    const inputs = { x: uniforms(6 + step, 2 * small.modelDim) };
    const positions = { newTokens: 1, starts, lengths, offsets: starts };
    await session.step({ ...positions, inputs, ...(ring ? { window } : {}) });
    output = await session.read('y');
    for (const { id } of plan.cache) rows.push([...(await session.cache.read(id))]);
  }
  const { length } = session.schedule.dispatches;
  session.dispose();
  return { output, rows, length };
}

const plain: Omit<Case, 'format'> = {
  variantId: 'gqa',
  mode: 'cached',
  conventions: plainConventions,
};
const everything: Conventions = {
  ...plainConventions,
  rope: { ...plainRope, pairs: 'deinterleaveHalf' },
  rotaryDim: 8,
  headNorm: true,
  biases: ['q', 'v', 'o'],
};

describe.skipIf(!dawn)('fused steps', () => {
  test.each<[string, Case]>([
    [
      'biases, head norms and partial rotation',
      { ...plain, format: 'f32', conventions: everything },
    ],
    [
      'bf16 and interleaved pairs',
      {
        ...plain,
        format: 'bf16',
        conventions: { ...plainConventions, rope: { ...plainRope, pairs: 'interleaved' } },
      },
    ],
    ['no rotation, int4', { ...plain, format: 'int4', conventions: { ...everything, rope: null } }],
    [
      'MLA in int8, with rotary keys in f16',
      { ...plain, variantId: 'mla', mode: 'absorbed', format: 'int8' },
    ],
    ['GTA in int4', { ...plain, variantId: 'gta', format: 'int4' }],
    [
      'a ring in f16',
      { ...plain, format: 'f16', conventions: { ...everything, window: true }, window: 5 },
    ],
  ])('%s: as the same steps apart', async (_, one) => {
    const [together, apart] = [await outcome(one, true), await outcome(one, false)];
    expect(together.length).toBeLessThan(apart.length - 3);
    expect(compare(together.output, Float64Array.from(apart.output), 0).error).toBeLessThan(1e-6);
    for (const [i, rows] of together.rows.entries()) {
      const other = apart.rows[i] ?? [];
      const worst = Math.max(...rows.map((value, j) => Math.abs(value - (other[j] ?? NaN))));
      expect(worst).toBeLessThan(1e-5);
    }
  });

  test('what no dispatch keeps is not read, in words', async () => {
    const plan = variantById('gqa').plan(small, { phase: 'decode' });
    const spec = { batch: 1, capacity: 4, maxNewTokens: 1 };
    const session = await Session.create(await gpu(), plan, spec);
    await expect(session.read('keyRotated')).rejects.toThrow(
      'no step keeps the rows of "keyRotated"',
    );
    session.dispose();
  });
});
