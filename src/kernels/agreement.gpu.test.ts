// The kernels agree with float64 on random layers, each drawn from a seed of its own: a few here, 1,000 in
// `npm run agree`, which says which by AGREEMENT_FIRST and AGREEMENT_COUNT.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formats } from '../attention/format';
import { anyCase, said, tinySizes, type AgreementCase } from './agreement.test-support';
import { attendFamilies, type AttendFamilyId } from './dispatch';
import { dawn, worstError, type Turn } from './kernelCase.test-support';

const seed = 20261122;
const first = Number(process.env['AGREEMENT_FIRST'] ?? 0);
const count = Number(process.env['AGREEMENT_COUNT'] ?? 14);
const longestTurn = 24;
const seconds = 1000;
const subgroups = dawn?.adapter.features.has('subgroups') ?? false;

/** What the readers' case does not fix: rows cached before the first turn, and what is looked at. */
interface DeviceCase extends AgreementCase {
  readonly past: readonly number[];
  readonly maskColumns: number;
  readonly tap: 'product' | 'capped' | 'masked' | 'probs';
  /** Slots of a ring beyond those that the window asks for; null for a cache of all tokens. */
  readonly spareSlots: number | null;
  readonly family: AttendFamilyId;
  /** By subgroups only where the device has them. */
  readonly reduction: 'workgroup' | 'subgroup';
}

const deviceCases: fc.Arbitrary<DeviceCase> = fc
  .record({
    one: anyCase(tinySizes, { longestTurn, formats: ['f32', 'f16'] }),
    past: fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }),
    maskColumns: fc.integer({ min: 1, max: 90 }),
    tap: fc.constantFrom('product', 'capped', 'masked', 'probs'),
    spareSlots: fc.option(fc.nat(5)),
    family: fc.constantFrom(...attendFamilies),
    reduction: fc.constantFrom('workgroup', 'subgroup'),
  })
  .map(({ one, past, ...more }) => ({ ...one, ...more, past: past.slice(0, one.batch) }));

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

async function errorOf(one: DeviceCase): Promise<number> {
  const { variant, mode, dims, batch, format, window, maskColumns, tap } = one;
  // The norm of a single column is its sign: where a projection nearly cancels, float32 itself has it wrong.
  const headNorm = (one.conventions.headNorm ?? false) && dims.headDim > 1;
  const conventions = { ...one.conventions, headNorm };
  const turnOf = (newTokens: number): Turn => ({
    phase: newTokens > 1 ? 'prefill' : 'decode',
    mode,
    newTokens,
  });
  const { cache, steps } = variant.plan(dims, { phase: 'decode', mode, conventions });
  // Without a cache there is no past, and every token is new.
  const turns = cache.length === 0 ? [turnOf(sum(one.turns))] : one.turns.map(turnOf);
  // Rows that are rebuilt from a cache are not read through a ring: the kernels refuse it.
  const attended = steps.flatMap((step) =>
    step.op === 'attend' ? [...step.key, ...step.value].map(({ from }) => from.of) : [],
  );
  const isCached = attended.every((id) => cache.some((field) => field.id === id));
  const ringed = conventions.window && isCached ? one.spareSlots : null;
  const past = cache.length === 0 || ringed !== null ? one.past.map(() => 0) : one.past;
  const ring = ringed === null ? null : window + Math.max(...one.turns) - 1 + ringed;
  // A session has room for as many columns as its cache has slots.
  const columns = Math.min(maskColumns, ring ?? Math.max(...past) + sum(one.turns));
  return worstError({
    variantId: variant.id,
    dims,
    turns,
    batch,
    format,
    conventions,
    family: one.family,
    reduction: subgroups ? one.reduction : 'workgroup',
    knobs: { rows: 16 },
    past,
    taps: ring === null ? [tap] : [],
    ...(conventions.window ? { window } : {}),
    ...(ring === null ? {} : { ring }),
    ...(conventions.additive ? { maskColumns: columns } : {}),
  });
}

describe.skipIf(!dawn)('a random layer on the device', () => {
  const indices = Array.from({ length: count }, (_, i) => first + i);

  test.each(indices)(
    'number %i agrees with float64',
    async (index) => {
      const property = fc.asyncProperty(deviceCases, async (one) => {
        const error = await errorOf(one);
        const bound = formats[one.format].errorBound;
        if (!(error <= bound)) throw new Error(`off by ${error.toExponential(2)}: ${said(one)}`);
      });
      const { failed, counterexample, errorInstance } = await fc.check(property, {
        seed: seed + index,
        numRuns: 1,
        // A failure is made as small as this time allows.
        interruptAfterTimeLimit: 90 * seconds,
      });
      const found = counterexample ? said(counterexample[0]) : '';
      const why = errorInstance instanceof Error ? errorInstance.message : '';
      expect(failed ? `seed ${seed + index}: ${found}\n${why}` : '').toBe('');
    },
    120 * seconds,
  );
});
