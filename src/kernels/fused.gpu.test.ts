// Steps taken together give what they give apart, whatever the conventions and the cache's format.

import { describe, expect, test } from 'vitest';
import type { FormatId } from '../attention/format';
import { seedOf, uniforms } from '../attention/random';
import type { Dims } from '../attention/dims';
import { plainConventions, plainRope, type Conventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { compare } from '../reference/agreement';
import type { Knobs } from './dispatch';
import { dawn, decodes, gpu, small, weightsOf, worstError } from './kernelCase.test-support';
import { Session } from './session';

interface Case {
  readonly variantId: string;
  readonly mode: string;
  readonly format: FormatId;
  readonly conventions: Conventions;
  readonly window?: number;
  readonly knobs?: Partial<Knobs>;
  readonly dims?: Dims;
}

/** Rows of contexts and weights that end within a quad; fewer quads than a workgroup has lanes. */
const odd: Dims = { ...small, queryHeads: 3, latentDim: 30, vDim: 18 };

/** A step of two sequences, and what its cache holds of the new tokens. */
async function outcome(
  { variantId, mode, format, conventions, window, knobs, dims = small }: Case,
  fused: boolean,
) {
  const plan = variantById(variantId).plan(dims, { phase: 'decode', mode, conventions });
  const ring = window !== undefined;
  const spec = { batch: 2, capacity: 9, maxNewTokens: 1, maxPositions: 40, format, ring, fused };
  const session = await Session.create(await gpu(), plan, { ...spec, ...knobs });
  for (const [id, data] of Object.entries(weightsOf(plan, 5))) session.writeWeight(id, data);
  session.poisonActivations();
  const past = ring ? [] : plan.cache;
  for (const { id } of past) await session.cache.fill(id, seedOf(5, id), 1, 8);
  const rows: number[][] = [];
  let output: Float32Array = new Float32Array();
  for (const step of ring ? [0, 1, 2] : [0]) {
    const starts = ring ? [step, step] : [8, 3];
    const lengths = starts.map((start) => start + 1);
    const inputs = { x: uniforms(6 + step, 2 * dims.modelDim) };
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

/** Latents of whole spans, the last of them shorter; outputs that end within a quad. */
const whole: Dims = { ...small, latentDim: 160, ropeDim: 32, vDim: 18 };

/** Four lanes that swap what they hold, on any device. */
const swapping = { family: 'register', reduction: 'subgroup', subgroups: 'emulated' } as const;

const absorbed = { variantId: 'mla', mode: 'absorbed' } as const;

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
    ['MLA in int8, with rotary keys in f16', { ...plain, ...absorbed, format: 'int8' }],
    [
      'MLA with weights in f16, four lanes for attention and 64 for the merge',
      {
        ...plain,
        ...absorbed,
        format: 'f16',
        knobs: { weightFormat: 'f16', family: 'register', groupLanes: 64 },
      },
    ],
    [
      'GLA with weights in f16, four lanes a workgroup',
      {
        ...plain,
        ...absorbed,
        variantId: 'gla',
        format: 'f32',
        knobs: { weightFormat: 'f16', family: 'register' },
      },
    ],
    ...(['int8', 'int4'] as const).flatMap((format) =>
      (['f32', 'f16'] as const).map((weightFormat): [string, Case] => [
        `MLA in ${format}, weights in ${weightFormat}, contexts turned back by the lanes that project them`,
        { ...plain, ...absorbed, format, knobs: { ...swapping, weightFormat }, dims: whole },
      ]),
    ),
    [
      'GLA with contexts of more quads than lanes hold alike',
      {
        ...plain,
        ...absorbed,
        variantId: 'gla',
        format: 'f32',
        knobs: { ...swapping, weightFormat: 'f32' },
        dims: { ...small, latentDim: 156, vDim: 18 },
      },
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

  describe.each([
    ['staged', 'workgroup'],
    ['staged', 'subgroup'],
    ['register', 'workgroup'],
    ['register', 'subgroup'],
  ] as const)('a merge that goes on to W_UV, %s by %s: against float64', (family, reduction) => {
    const cases: [string, Parameters<typeof worstError>[0]][] = [
      [
        'sinks, a log-sum-exp and three sequences, of rows that end within a quad',
        {
          variantId: 'mla',
          dims: odd,
          turns: decodes('absorbed', 1),
          batch: 3,
          past: [260, 7, 0],
          conventions: { ...plainConventions, sinks: true, lse: true },
        },
      ],
      [
        'GLA, two new tokens a sequence',
        {
          variantId: 'gla',
          dims: { ...odd, queryHeads: 4, latentDim: 60, vDim: 22 },
          turns: decodes('absorbed', 2),
          batch: 2,
          past: [300, 41],
        },
      ],
      [
        'the latent of MiniCPM3, 256 beside 32',
        {
          variantId: 'mla',
          dims: { ...small, latentDim: 256, ropeDim: 32, nopeDim: 64, vDim: 64, queryHeads: 10 },
          turns: decodes('absorbed', 1),
          past: [300],
        },
      ],
      [
        'more outputs than a workgroup makes at once, the last turn with teams to spare',
        {
          variantId: 'mla',
          dims: { ...odd, queryHeads: 64, vDim: 150 },
          turns: decodes('absorbed', 1),
          past: [20],
        },
      ],
    ];
    const missing = reduction === 'subgroup' && !dawn?.adapter.features.has('subgroups');
    test.skipIf(missing).each(cases)('%s', async (_, one) => {
      expect(await worstError({ ...one, family, reduction })).toBeLessThan(1e-5);
    });
  });
});
