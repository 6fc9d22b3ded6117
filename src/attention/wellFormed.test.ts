// Every plan is well formed, for random dims in all variants, modes, phases and conventions: what a step reads
// was made before it, and sizes fit.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { anyChoice } from './anyDims.test-support';
import type { Dims } from './dims';
import {
  axesOf,
  find,
  headsOf,
  rowWidth,
  sizeOf,
  slice,
  type Piece,
  type Plan,
  type Step,
} from './plan';
import { inScope, reads, writes } from './scope';
import { modeFor, plainConventions, plainRope, type Conventions } from './variant';
import { variantById, variants } from './variants';

fc.configureGlobal({ seed: 20261122 });

const anyConventions = fc
  .record({
    rope: fc.constantFrom(null, plainRope, { ...plainRope, pairs: 'interleaved' as const }),
    biases: fc.subarray(['q', 'k', 'v', 'o'] as const),
    headNorm: fc.boolean(),
    window: fc.boolean(),
    additive: fc.constantFrom(undefined, 'shared' as const, 'perHead' as const),
    sinks: fc.boolean(),
    lse: fc.boolean(),
    softcap: fc.constantFrom(undefined, 4),
    scaleFactor: fc.constantFrom(undefined, 1.5),
  })
  .map(({ softcap, scaleFactor, additive, ...some }): Conventions => ({
    ...plainConventions,
    ...some,
    ...(additive ? { additive } : {}),
    ...(softcap ? { softcap } : {}),
    ...(scaleFactor ? { scaleFactor } : {}),
  }));

const anyPlan = fc
  .record({
    conventions: anyConventions,
    phase: fc.constantFrom('prefill' as const, 'decode' as const),
    choice: anyChoice(),
  })
  .map(({ conventions, phase, choice: { variant, mode, dims } }) =>
    variant.plan(dims, { phase, mode, conventions }),
  );

/** What a step makes: attend's log-sum-exp is a result of its own. */
const allWrites = (step: Step): string[] =>
  step.op === 'attend' && step.lse !== undefined ? [step.out, step.lse] : [writes(step)];

const sizes = (axes: readonly (readonly [string, number])[]) => axes.map(([, n]) => n);

/** Sizes of the axes named in `names`, in that order, and of the others in theirs. */
function split(axes: readonly (readonly [string, number])[], names: readonly string[]) {
  return {
    named: names.map((name) => axes.find(([axis]) => axis === name)?.[1]),
    others: sizes(axes.filter(([axis]) => !names.includes(axis))),
  };
}

function expectBias(plan: Plan, weightId: string, out: readonly number[]) {
  const { bias } = find(plan.weights, weightId);
  if (bias !== undefined) expect(sizes(find(plan.weights, bias).axes)).toEqual(out);
}

/** Pieces of a key or value row: each has as many heads as the row, or is one for all of them. */
function headsOfRow(plan: Plan, pieces: readonly Piece[]): number {
  const own = pieces.filter(({ heads }) => heads === 'own').map(({ from }) => headsOf(plan, from));
  for (const { heads, from } of pieces) if (heads === 'shared') expect(headsOf(plan, from)).toBe(1);
  expect(new Set(own).size).toBeLessThanOrEqual(1);
  return own[0] ?? 1;
}

function expectSizesFit(plan: Plan, step: Step) {
  const outSizes = () => sizes(axesOf(plan, writes(step)));
  switch (step.op) {
    case 'project': {
      const w = slice(plan, step.w).axes;
      const { named, others } = split(w, step.contract);
      const x = sizes(slice(plan, step.x).axes);
      // One matrix per head: x's head axis walks along the weight's first, which is kept.
      if (step.perHead) expect(x).toEqual([w[0]?.[1], ...named]);
      else expect(x).toEqual(named);
      expect(outSizes()).toEqual(others);
      expectBias(plan, step.w.of, others);
      return;
    }
    case 'normalize': {
      const x = sizes(slice(plan, step.x).axes);
      expect(sizes(axesOf(plan, step.weight))).toEqual(x.slice(-1));
      expect(outSizes()).toEqual(x);
      expect(step.eps).toBeGreaterThan(0);
      return;
    }
    case 'rotate': {
      const x = sizes(slice(plan, step.x).axes);
      const { dim } = find(plan.tables, step.table);
      expect(dim % 2).toBe(0);
      expect(dim).toBeLessThanOrEqual(x.at(-1) ?? 0);
      expect(outSizes()).toEqual(x);
      return;
    }
    case 'append': {
      const field = find(plan.cache, step.field);
      expect(rowWidth(plan, step.x)).toBe(field.width);
      expect(headsOfRow(plan, step.x)).toBe(field.heads);
      return;
    }
    case 'rebuild': {
      const { named, others } = split(slice(plan, step.by).axes, step.contract);
      expect(sizes(slice(plan, step.from).axes).slice(-1)).toEqual(named);
      expect(outSizes()).toEqual(others);
      expect(find(plan.tensors, step.out).rows).toBe('cached');
      return;
    }
    case 'attend': {
      const queryHeads = headsOfRow(plan, step.q);
      expect(rowWidth(plan, step.q)).toBe(rowWidth(plan, step.key));
      for (const row of [step.key, step.value]) {
        expect(queryHeads % headsOfRow(plan, row)).toBe(0);
      }
      expect(outSizes()).toEqual([queryHeads, rowWidth(plan, step.value)]);
      expect(step.scale).toBeGreaterThan(0);
      for (const id of [step.sinks, step.lse]) {
        if (id !== undefined) expect(sizes(axesOf(plan, id))).toEqual([queryHeads]);
      }
      expect(find(plan.tensors, step.out).rows).toBe('new');
      return;
    }
    case 'outerProduct': {
      const [left, right] = [step.left, step.right].map((view) => sizes(slice(plan, view).axes));
      expect(left?.[0]).toBe(right?.[0]);
      expect(outSizes()).toEqual([left?.[1], right?.[1]]);
      const ofFields = [step.left, step.right].map(({ of }) =>
        plan.cache.some(({ id }) => id === of),
      );
      // Both factors are of the same tokens.
      const isCached = find(plan.tensors, step.out).rows === 'cached';
      expect(ofFields).toEqual([isCached, isCached]);
    }
  }
}

function expectWellFormed(plan: Plan) {
  const ids = [...plan.tensors, ...plan.weights, ...plan.tables, ...plan.cache].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of plan.inputs) find(plan.tensors, id);

  const parameters = [...plan.weights, ...plan.tables].map(({ id }) => id);
  const there = new Set([...plan.inputs, ...parameters]);
  for (const step of plan.steps) {
    for (const id of reads(step)) {
      expect(ids).toContain(id);
      expect([...there], `${step.op} reads ${id}`).toContain(id);
    }
    for (const made of allWrites(step)) {
      expect(ids).toContain(made);
      expect([...there], `${made} is made twice`).not.toContain(made);
      there.add(made);
    }
    expectSizesFit(plan, step);
  }
  // Nothing is declared in vain, and the result is what the last step makes.
  for (const { id } of [...plan.tensors, ...plan.cache]) expect([...there]).toContain(id);
  const used = new Set(plan.steps.flatMap(reads));
  const biases = plan.weights.filter(({ id }) => used.has(id)).map(({ bias }) => bias);
  for (const id of parameters) expect(used.has(id) || biases.includes(id)).toBe(true);
  expect(plan.output).toBe(writes(plan.steps.at(-1)!));
  const results = [plan.output, ...plan.steps.flatMap((step) => allWrites(step).slice(1))];
  for (const { id } of plan.tensors) expect(results.includes(id) || used.has(id)).toBe(true);
}

describe('a plan', () => {
  test('is well formed', () => {
    fc.assert(fc.property(anyPlan, expectWellFormed), { numRuns: 200 });
  });

  test('stays well formed when cut to attention only', () => {
    const anyCut = anyPlan.map((plan) => inScope(plan, 'attentionOnly'));
    fc.assert(fc.property(anyCut, expectWellFormed), { numRuns: 200 });
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
