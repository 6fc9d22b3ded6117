// Every plan is well formed, for random dims in all variants, modes, phases and conventions: what a step reads
// was made before it, and sizes fit.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { anyChoice, anyConventions } from './anyDims.test-support';
import type { Dims } from './dims';
import { find, sizeOf, slice } from './plan';
import { inScope } from './scope';
import { modeFor, plainConventions, plainRope, type Conventions } from './variant';
import { variantById, variants } from './variants';
import { expectWellFormed } from './wellFormed.test-support';

fc.configureGlobal({ seed: 20261122 });

const anyPlan = fc
  .record({
    conventions: anyConventions,
    phase: fc.constantFrom('prefill' as const, 'decode' as const),
    choice: anyChoice(),
  })
  .map(({ conventions, phase, choice: { variant, mode, dims } }) =>
    variant.plan(dims, { phase, mode, conventions }),
  );

describe('a plan', () => {
  test('is well formed', () => {
    expect(() => fc.assert(fc.property(anyPlan, expectWellFormed), { numRuns: 200 })).not.toThrow();
  });

  test('stays well formed when cut to attention only', () => {
    const anyCut = anyPlan.map((plan) => inScope(plan, 'attentionOnly'));
    expect(() => fc.assert(fc.property(anyCut, expectWellFormed), { numRuns: 200 })).not.toThrow();
  });

  test('attends once, to rows that this step and earlier ones appended', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const ops = plan.steps.map(({ op }) => op);
        expect(ops.filter((op) => op === 'attend')).toHaveLength(1);
        expect(ops.lastIndexOf('append')).toBeLessThan(ops.indexOf('attend'));
        expect(ops.filter((op) => op === 'append')).toHaveLength(plan.cache.length);
      }),
    );
  });
});

test('a part of a cached row that is attended to is named as its prefix', () => {
  const named = new Set<string>();
  fc.assert(
    fc.property(anyPlan, (plan) => {
      for (const step of plan.steps) {
        const pieces = step.op === 'attend' ? [...step.key, ...step.value] : [];
        const views = step.op === 'rebuild' ? [step.from] : pieces.map(({ from }) => from);
        for (const view of views) {
          const field = plan.cache.find(({ id }) => id === view.of);
          if (!field) continue;
          const { from, axes } = slice(plan, view);
          const width = axes.at(-1)?.[1] ?? 0;
          expect(from).toBe(0);
          if (width === field.width) continue;
          expect(width).toBe(field.prefix);
          named.add(field.id);
        }
      }
    }),
    { numRuns: 300 },
  );
  expect([...named]).toEqual(['tied']);
});

describe('the attention-only cut', () => {
  const dims: Dims = {
    modelDim: 24,
    queryHeads: 6,
    kvHeads: 2,
    headDim: 8,
    // As wide as a key: a variant that ties values to keys has no width of its own for them.
    vDim: 8,
    latentDim: 16,
    ropeDim: 4,
    nopeDim: 8,
    queryRank: 7,
    latentHeads: 2,
    queryFactors: 3,
    keyFactors: 2,
    valueFactors: 2,
  };
  const cutOf = (id: string, mode?: string) =>
    inScope(
      variantById(id).plan(dims, { phase: 'decode', ...(mode ? { mode } : {}) }),
      'attentionOnly',
    );

  test('takes rotated queries, keys and values of GQA and gives the context', () => {
    const plan = cutOf('gqa');
    expect(plan.steps.map(({ op }) => op)).toEqual(['append', 'append', 'attend']);
    expect(plan.inputs).toEqual(['value', 'queryRotated', 'keyRotated']);
    expect(plan.output).toBe('context');
    expect(plan.weights).toEqual([]);
    expect(plan.tables).toEqual([]);
  });

  test('keeps the projections that absorption adds to MLA', () => {
    const plan = cutOf('mla', 'absorbed');
    expect(plan.steps.map(({ op }) => op)).toEqual([
      'append',
      'append',
      'project',
      'attend',
      'project',
    ]);
    expect(plan.weights.map(({ id }) => id)).toEqual(['wkvB']);
    expect(plan.output).toBe('context');
    expect(plan.inputs).toEqual(['query', 'latent', 'keyRope', 'queryRope']);
  });

  test('keeps the rebuilding of expanded MLA', () => {
    expect(cutOf('mla', 'expanded').steps.map(({ op }) => op)).toEqual([
      'append',
      'append',
      'rebuild',
      'rebuild',
      'attend',
    ]);
  });

  test('gives the same output tensor in every mode and variant', () => {
    const outputs = variants.flatMap(({ id, modes }) =>
      modes.map(({ id: mode }) => {
        const plan = cutOf(id, mode);
        return sizeOf(find(plan.tensors, plan.output).axes);
      }),
    );
    expect(new Set(outputs)).toEqual(new Set([6 * 8]));
  });

  test('leaves a whole layer whole', () => {
    const plan = variantById('mla').plan(dims, { phase: 'decode' });
    expect(inScope(plan, 'wholeLayer')).toBe(plan);
  });
});

describe('conventions', () => {
  const dims = {
    modelDim: 24,
    queryHeads: 4,
    kvHeads: 2,
    headDim: 16,
    vDim: 5,
    latentDim: 16,
    ropeDim: 4,
    nopeDim: 8,
    queryRank: 0,
    latentHeads: 2,
    queryFactors: 3,
    keyFactors: 2,
    valueFactors: 2,
  };
  const attendOf = (id: string, conventions: Conventions, mode?: string) => {
    const request = { phase: 'decode', conventions, ...(mode ? { mode } : {}) } as const;
    const step = variantById(id)
      .plan(dims, request)
      .steps.find(({ op }) => op === 'attend');
    if (step?.op !== 'attend') throw new Error(`${id} does not attend`);
    return step;
  };

  test('scale by the width of an unabsorbed query row, in every mode of MLA', () => {
    for (const mode of ['absorbed', 'expanded', 'naive']) {
      expect(attendOf('mla', plainConventions, mode).scale).toBe(12 ** -0.5);
    }
    expect(attendOf('gqa', plainConventions).scale).toBe(1 / 4);
  });

  test("multiply the scale by YaRN's factor in every variant, unless a scale is given", () => {
    for (const { id } of variants) {
      const plain = attendOf(id, plainConventions).scale;
      const stretched = { ...plainConventions, scaleFactor: 1.5 };
      expect(attendOf(id, stretched).scale).toBeCloseTo(1.5 * plain, 15);
      expect(attendOf(id, { ...stretched, scale: 0.25 }).scale).toBe(0.25);
    }
  });

  test('leave the last column of an odd head unrotated', () => {
    const plan = variantById('mha').plan({ ...dims, headDim: 9 }, { phase: 'decode' });
    expect(plan.tables.map(({ dim }) => dim)).toEqual([8]);
  });

  test("rotate MLA's shared key plainly where a model has no rotation", () => {
    const request = { phase: 'decode', conventions: { ...plainConventions, rope: null } } as const;
    expect(variantById('mla').plan(dims, request).tables).toEqual([
      { id: 'rotation', spec: plainRope, dim: 4 },
    ]);
    expect(variantById('gqa').plan(dims, request).tables).toEqual([]);
  });
});

test('each phase has one mode, and a mode that does not exist is refused by name', () => {
  expect(modeFor(variantById('mla'), 'decode')).toBe('absorbed');
  expect(modeFor(variantById('mla'), 'prefill')).toBe('expanded');
  expect(modeFor(variantById('mqa'), 'decode')).toBe('cached');
  expect(() =>
    variantById('mla').plan(
      {
        modelDim: 4,
        queryHeads: 1,
        kvHeads: 1,
        headDim: 4,
        vDim: 4,
        latentDim: 4,
        ropeDim: 2,
        nopeDim: 4,
        queryRank: 0,
        latentHeads: 2,
        queryFactors: 3,
        keyFactors: 2,
        valueFactors: 2,
      },
      { phase: 'decode', mode: 'magic' },
    ),
  ).toThrow('no mode "magic": choose absorbed, expanded, naive');
  expect(() => variantById('hydra')).toThrow('no variant "hydra": choose mha, gqa, mqa, mla');
});
