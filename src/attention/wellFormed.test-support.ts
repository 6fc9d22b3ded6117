// What makes a plan well formed: what a step reads was made before it, and sizes fit.

import { expect } from 'vitest';

import { axesOf, find, headsOf, rowWidth, slice, type Piece, type Plan, type Step } from './plan';
import { reads, writes } from './scope';

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

/** Fails at the first thing that does not fit. */
export function expectWellFormed(plan: Plan) {
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
