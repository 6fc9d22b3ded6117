// On 1,000 random layers the readers of a plan agree about it: price, float64 reference and the kernels' schedule.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { smallSizes } from '../attention/anyDims.test-support';
import { fieldFormat } from '../attention/format';
import { sizeOf, type Plan } from '../attention/plan';
import { seedOf, uniforms } from '../attention/random';
import { expectWellFormed } from '../attention/wellFormed.test-support';
import { cachePerToken } from '../price/cache';
import { pricePlan } from '../price/price';
import { compare } from '../reference/agreement';
import { ReferenceCache } from '../reference/cache';
import { Reference } from '../reference/reference';
import type { StepInput } from '../reference/run';
import { seededInputs, seededWeights } from '../reference/seeded';
import { anyCase, said, type AgreementCase } from './agreement.test-support';
import type { Knobs } from './dispatch';
import { fieldBytes } from './layout';
import { schedule } from './schedule';

fc.configureGlobal({ seed: 20261122 });

const seconds = 1000;
const layers = 1000;
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

const planOf = (
  { variant, dims, conventions }: AgreementCase,
  mode: string,
  newTokens: number,
): Plan => variant.plan(dims, { phase: newTokens > 1 ? 'prefill' : 'decode', mode, conventions });

const knobsOf = ({ batch, format, turns }: AgreementCase): Knobs => ({
  batch,
  capacity: sum(turns) + 3,
  maxNewTokens: Math.max(...turns),
  format,
  weightFormat: format === 'f32' ? 'f32' : 'f16',
  reduction: 'workgroup',
});

/** What each step brings: a plan without a cache gets every token so far. */
function inputsOf(one: AgreementCase, plan: Plan): readonly StepInput[] {
  const { batch, turns, dims, conventions, window } = one;
  const total = sum(turns);
  const x = seededInputs(plan, 51, batch * total)['x'] ?? new Float32Array();
  const all = (value: number) => Array.from({ length: batch }, () => value);
  return turns.map((newTokens, i): StepInput => {
    const end = sum(turns.slice(0, i + 1));
    const start = plan.cache.length === 0 ? 0 : end - newTokens;
    const rows = all(0).flatMap((_, sequence) => {
      const at = (sequence * total + start) * dims.modelDim;
      return [...x.subarray(at, at + (end - start) * dims.modelDim)];
    });
    const heads = conventions.additive === 'perHead' ? dims.queryHeads : 1;
    const masked = all(0).flatMap((_, sequence) =>
      Array.from({ length: heads }, (__, head) => {
        const seed = seedOf(52, `${sequence} ${head}`);
        return [...uniforms(seed, (end - start) * total, 1, start * total)];
      }).flat(),
    );
    return {
      newTokens: end - start,
      inputs: { x: Float32Array.from(rows) },
      starts: all(start),
      lengths: all(end),
      offsets: all(start),
      ...(conventions.window ? { window } : {}),
      ...(conventions.additive
        ? { additive: { columns: total, values: Float32Array.from(masked) } }
        : {}),
    };
  });
}

/** The results of the turns' own tokens, one after the other, and the multiply-adds of each turn. */
function run(one: AgreementCase, mode: string) {
  const first = planOf(one, mode, 1);
  const weights = seededWeights(first, 53);
  const cache = new ReferenceCache(first.cache, one.batch, sum(one.turns));
  const outputs: number[] = [];
  const macs: number[] = [];
  for (const [i, input] of inputsOf(one, first).entries()) {
    const newTokens = one.turns[i] ?? 0;
    const plan = planOf(one, mode, newTokens);
    const steps = new Reference(plan, weights, cache).steps(input);
    let counted = 0;
    let pass = steps.next();
    for (; !pass.done; pass = steps.next()) counted += pass.value;
    macs.push(counted);
    const width = one.dims.modelDim;
    for (let sequence = 0; sequence < one.batch; sequence++) {
      const end = (sequence + 1) * input.newTokens * width;
      outputs.push(...pass.value.output.subarray(end - newTokens * width, end));
    }
  }
  return { outputs: Float64Array.from(outputs), macs };
}

/** Runs a property; what it says of a failure names the layer in a line. */
function onEvery(cases: fc.Arbitrary<AgreementCase>, property: (one: AgreementCase) => void) {
  fc.assert(
    fc.property(cases, (one) => {
      try {
        property(one);
      } catch (cause) {
        throw new Error(said(one), { cause });
      }
    }),
    { numRuns: layers },
  );
}

describe(`on ${layers} random layers`, () => {
  const cases = anyCase(smallSizes, { longestTurn: 9 });

  test(
    'the plan is well formed',
    () => {
      onEvery(cases, (one) => {
        const plan = planOf(one, one.mode, one.turns[0] ?? 1);
        expect(() => expectWellFormed(plan)).not.toThrow();
      });
    },
    60 * seconds,
  );

  test(
    'the cache takes what its price says, and the padding that is shown beside it',
    () => {
      onEvery(cases, (one) => {
        const { batch, format } = one;
        const plan = planOf(one, one.mode, 1);
        const knobs = knobsOf(one);
        const { bytes, paddedBytes, elements, fields } = cachePerToken(plan, format);
        const rows = batch * knobs.capacity;

        const allocated = schedule(plan, knobs).buffers.filter(({ role }) => role === 'cache');
        expect(allocated.map(({ id }) => id)).toEqual(plan.cache.map(({ id }) => id));
        const padding = rows * (paddedBytes - bytes);
        expect(sum(allocated.map((buffer) => buffer.bytes)) - padding).toBe(rows * bytes);
        for (const [i, field] of plan.cache.entries()) {
          const kept = fieldFormat(format, field.format);
          expect(fields[i]?.format).toBe(kept);
          expect(fieldBytes(field, kept, batch * knobs.capacity)).toBe(
            rows * (fields[i]?.paddedBytes ?? NaN),
          );
          // Elements to 16 bytes and scales to 4: never as much as 20 a row.
          const perRow =
            ((fields[i]?.paddedBytes ?? NaN) - (fields[i]?.bytes ?? NaN)) / field.heads;
          expect(perRow).toBeGreaterThanOrEqual(0);
          expect(perRow).toBeLessThan(20);
        }
        const reference = new ReferenceCache(plan.cache, batch, knobs.capacity);
        expect(reference.allocatedBytes).toBe(rows * elements * 8);
      });
    },
    60 * seconds,
  );

  test(
    'every step is covered by the dispatches, in the order of the plan',
    () => {
      onEvery(cases, (one) => {
        for (const newTokens of one.turns) {
          const plan = planOf(one, one.mode, newTokens);
          const { dispatches } = schedule(plan, knobsOf(one));
          const covered = dispatches.flatMap(({ covers }) => covers);
          expect([...new Set(covered)].toSorted((a, b) => a - b)).toEqual([...plan.steps.keys()]);
          for (const { covers } of dispatches) expect(covers.length).toBeGreaterThan(0);
        }
      });
    },
    60 * seconds,
  );

  test(
    'price counts the multiply-adds that float64 does',
    () => {
      onEvery(anyCase(smallSizes, { longestTurn: 5 }), (one) => {
        // Masks hide keys that a price does not know of.
        const { additive: _, ...conventions } = one.conventions;
        const unmasked = { ...one, conventions };
        const { macs } = run(unmasked, one.mode);
        for (const [i, newTokens] of one.turns.entries()) {
          const plan = planOf(unmasked, one.mode, newTokens);
          const cachedTokens = sum(one.turns.slice(0, i + 1));
          const { steps } = pricePlan(plan, {
            batch: one.batch,
            newTokens,
            cachedTokens,
            format: one.format,
            ...(conventions.window ? { window: one.window } : {}),
          });
          const rows = one.batch * (plan.cache.length === 0 ? cachedTokens : newTokens);
          const products = plan.steps.map((step, j) => {
            const flops = steps[j]?.flops ?? NaN;
            if (step.op === 'normalize' || step.op === 'rotate' || step.op === 'append') return 0;
            const { bias } =
              plan.weights.find(({ id }) => step.op === 'project' && id === step.w.of) ?? {};
            const added = plan.weights.find(({ id }) => id === bias);
            return flops - (added ? rows * sizeOf(added.axes) : 0);
          });
          expect(2 * (macs[i] ?? NaN)).toBe(sum(products));
        }
      });
    },
    60 * seconds,
  );

  test(
    'every mode gives the same results in float64',
    () => {
      onEvery(anyCase(smallSizes, { longestTurn: 5 }), (one) => {
        const [first, ...others] = one.variant.modes;
        const { outputs } = run(one, first?.id ?? '');
        expect(outputs.every(Number.isFinite)).toBe(true);
        for (const { id } of others) {
          expect(compare(run(one, id).outputs, outputs, 0).error).toBeLessThan(1e-10);
        }
      });
    },
    60 * seconds,
  );
});
