// What is wrong with sizes, in words.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { describeProblem, dimRanges, divisors, rangeProblems, type Dims } from './dims';
import { proposeDims } from './propose';
import { variants } from './variants';
import { gqa } from './variants/gqa';
import { mla } from './variants/mla';

fc.configureGlobal({ seed: 20261122 });

const good: Dims = proposeDims({ modelDim: 4096, queryHeads: 32, kvHeads: 8, headDim: 128 });

const say = (problems: ReturnType<typeof gqa.problems>) => problems.map(describeProblem);

describe('problems', () => {
  test('of good dims are none, in every variant', () => {
    for (const variant of variants) expect(variant.problems(good)).toEqual([]);
  });

  test('name both head counts where they do not divide, beside the kv heads', () => {
    const problems = gqa.problems({ ...good, kvHeads: 5 });
    expect(say(problems)).toEqual(['32 query heads do not divide by 5 kv heads']);
    expect(problems[0]?.field).toBe('kvHeads');
  });

  test('ask for an even rotary width', () => {
    expect(say(mla.problems({ ...good, ropeDim: 63 }))).toEqual([
      'ropeDim is 63: rotation turns pairs, so give an even number',
    ]);
  });

  test('name the field, the value and the range, and what is not whole', () => {
    expect(say(gqa.problems({ ...good, headDim: 513, modelDim: 0, vDim: 1.5 }))).toEqual([
      'modelDim is 0: give a number from 1 to 65536',
      'headDim is 513: give a number from 1 to 512',
      'vDim is 1.5: give a whole number',
    ]);
    expect(say(rangeProblems({ ...good, queryHeads: Number.NaN }, ['queryHeads']))).toEqual([
      'queryHeads is NaN: give a whole number',
    ]);
  });

  test('concern only the fields that the variant reads', () => {
    const noLatent = { ...good, latentDim: -1, ropeDim: 3, queryRank: -1 };
    const noKvHeads = { ...good, kvHeads: 7 };
    for (const variant of variants) {
      expect(variant.problems(noLatent).length > 0).toBe(variant.fields.includes('latentDim'));
      expect(variant.problems(noKvHeads).length > 0).toBe(variant.fields.includes('kvHeads'));
    }
    expect(mla.problems(noKvHeads)).toEqual([]);
    expect(gqa.problems(noLatent)).toEqual([]);
  });

  test('are exactly what keeps a plan from being made', () => {
    const around = (field: keyof Dims) =>
      fc.integer({ min: dimRanges[field].min - 2, max: dimRanges[field].min + 9 });
    const anyDims = fc.record({
      modelDim: around('modelDim'),
      queryHeads: around('queryHeads'),
      kvHeads: around('kvHeads'),
      headDim: around('headDim'),
      vDim: around('vDim'),
      latentDim: around('latentDim'),
      ropeDim: around('ropeDim'),
      nopeDim: around('nopeDim'),
      queryRank: around('queryRank'),
      latentHeads: around('latentHeads'),
      queryFactors: around('queryFactors'),
      keyFactors: around('keyFactors'),
      valueFactors: around('valueFactors'),
    });
    fc.assert(
      fc.property(anyDims, fc.constantFrom(...variants), (dims, variant) => {
        const [problem] = variant.problems(dims);
        const plan = () => variant.plan(dims, { phase: 'decode' });
        // A plan that throws is refused in the words of its first problem, and only then.
        let refusal: unknown = null;
        try {
          plan();
        } catch (error) {
          refusal = error;
        }
        expect(refusal).toEqual(problem ? new Error(describeProblem(problem)) : null);
      }),
    );
  });
});

test('divisors are all there, in order', () => {
  expect(divisors(71)).toEqual([1, 71]);
  expect(divisors(36)).toEqual([1, 2, 3, 4, 6, 9, 12, 18, 36]);
});
