// Pictures of all plans there are, and of two that are made up: everything is drawn, nothing overlaps, lines go down.

import { madeUp as madeUpVariant } from '../attention/madeUp.test-support';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../attention/plan';
import { inScope } from '../attention/scope';
import { made, madeOfCached, own, project, shape, shared } from '../attention/shorthand';
import { variants } from '../attention/variants';
import { expectWellFormed } from '../attention/wellFormed.test-support';
import { models } from '../facts/models';
import { proposeDims } from '../attention/propose';
import { anyPlan } from '../price/anyPlan.test-support';
import { diagramOf } from './diagram';
import { crossings, ordered } from './order';
import { itemsOf, nodesOf, rowsOf } from './rows';
import { layout, pathOf, type Measures, type Picture, type Rectangle } from './layout';

fc.configureGlobal({ seed: 20261123 });

const narrow: Measures = {
  width: 328,
  leastBox: 100,
  mostBox: 160,
  gap: 12,
  passing: 10,
  channel: 26,
  stepHeight: ({ weights }) => (weights.length > 0 ? 32 : 18),
  boxHeight: ({ elements }) => 30 + (elements % 7) * 8,
};
const wide: Measures = { ...narrow, width: 560 };

/** Keys that are mixed twice, once into a cache of their own that is both read and rebuilt. */
const madeUp: Plan = {
  phase: 'decode',
  mode: 'mixed',
  inputs: ['x', 'memory'],
  output: 'y',
  tensors: [
    made('x', { model: 12 }),
    made('memory', { slot: 7 }),
    made('query', { head: 4, qk: 5 }),
    made('mixed', { mix: 6 }),
    made('mixedTwice', { mix: 6 }),
    made('gate', { gate: 5 }),
    madeOfCached('unmixed', { head: 4, qk: 5 }),
    made('context', { head: 4, value: 5 }),
    made('lse', { head: 4 }),
    made('y', { model: 12 }),
  ],
  weights: [
    { id: 'wq', axes: shape({ head: 4, qk: 5, model: 12 }) },
    { id: 'wm', axes: shape({ mix: 6, model: 12 }) },
    { id: 'mixNorm', axes: shape({ mix: 6 }) },
    { id: 'wg', axes: shape({ gate: 5, slot: 7 }) },
    { id: 'wu', axes: shape({ head: 4, qk: 5, mix: 6 }) },
    { id: 'wo', axes: shape({ model: 12, head: 4, value: 5 }) },
  ],
  tables: [],
  cache: [
    { id: 'mixes', holds: 'latent', heads: 1, width: 6, format: 'chosen' },
    { id: 'gates', holds: 'value', heads: 1, width: 5, format: 'chosen' },
  ],
  steps: [
    project('x', { of: 'wm' }, ['model'], 'mixed'),
    { op: 'normalize', x: { of: 'mixed' }, weight: 'mixNorm', eps: 1e-6, out: 'mixedTwice' },
    { op: 'append', x: [shared('mixedTwice')], field: 'mixes' },
    project('memory', { of: 'wg' }, ['slot'], 'gate'),
    { op: 'append', x: [shared('gate')], field: 'gates' },
    project('x', { of: 'wq' }, ['model'], 'query'),
    { op: 'rebuild', from: { of: 'mixes' }, by: { of: 'wu' }, contract: ['mix'], out: 'unmixed' },
    {
      op: 'attend',
      q: [own('query')],
      key: [own('unmixed')],
      value: [shared('gates')],
      scale: 0.4,
      mask: { causal: true },
      out: 'context',
      lse: 'lse',
    },
    project('context', { of: 'wo' }, ['head', 'value'], 'y'),
  ],
  source: 'made up',
};

const overlap = (a: Rectangle, b: Rectangle) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Points of a line a few pixels apart, as its path draws it. */
function alongLine(flow: Picture['flows'][number]): [number, number][] {
  return flow.points.slice(1).flatMap(([x, y], i) => {
    const [fromX, fromY] = flow.points[i] ?? [x, y];
    return Array.from({ length: 9 }, (_, part): [number, number] => {
      const t = part / 8;
      const across = i % 2 === 0 ? 0 : 3 * t * t - 2 * t ** 3;
      return [fromX + (x - fromX) * across, fromY + (y - fromY) * t];
    });
  });
}

function expectDrawn(plan: Plan, measures: Measures) {
  const picture = layout(diagramOf(plan), measures);
  const { boxes, steps, flows, width, height } = picture;
  // Everything, once.
  const ids = [...plan.tensors, ...plan.cache].map(({ id }) => id);
  expect(boxes.map(({ box }) => box.id).toSorted()).toEqual(ids.toSorted());
  expect(steps.map(({ step }) => step.index).toSorted((a, b) => a - b)).toEqual([
    ...plan.steps.keys(),
  ]);
  const reads = steps.reduce((n, { step }) => n + step.reads.length, 0);
  expect(flows).toHaveLength(reads);
  // Inside, and apart.
  const rectangles: Rectangle[] = [...boxes, ...steps];
  for (const [i, one] of rectangles.entries()) {
    expect(one.x).toBeGreaterThanOrEqual(0);
    expect(one.x + one.width).toBeLessThanOrEqual(width);
    expect(one.y + one.height).toBeLessThanOrEqual(height);
    for (const other of rectangles.slice(i + 1)) expect(overlap(one, other)).toBe(false);
  }
  // Down, from the box that is read to the step that reads it, through no other box.
  for (const flow of flows) {
    const from = boxes.find(({ box }) => box.id === flow.flow.from);
    const to = steps.find(({ step }) => step.index === flow.step);
    const last = flow.points.at(-1);
    expect(flow.points[0]).toEqual([
      (from?.x ?? 0) + (from?.width ?? 0) / 2,
      (from?.y ?? 0) + (from?.height ?? 0),
    ]);
    expect(last?.[1]).toBe(to?.y);
    expect(last?.[0]).toBeGreaterThan(to?.x ?? 0);
    expect(last?.[0]).toBeLessThan((to?.x ?? 0) + (to?.width ?? 0));
    for (const [i, [, y]] of flow.points.entries()) {
      expect(y).toBeGreaterThanOrEqual(flow.points[i - 1]?.[1] ?? 0);
    }
    expect(pathOf(flow)).toMatch(/^M[\d.,]+V/);
    for (const [x, y] of alongLine(flow)) {
      const inside = rectangles.filter(
        (each) =>
          x > each.x + 0.5 &&
          x < each.x + each.width - 0.5 &&
          y > each.y + 0.5 &&
          y < each.y + each.height - 0.5,
      );
      expect(inside).toEqual([]);
    }
  }
  return picture;
}

describe('a picture', () => {
  const dims = proposeDims(models.find(({ id }) => id === 'deepseek-v3')!.dims);
  const every = variants.flatMap((variant) =>
    variant.modes.map((mode) => ({ id: variant.id, mode: mode.id, variant })),
  );

  test.each(every)(
    'of $id $mode is whole, at the width of a phone and of a desk',
    ({ variant, mode }) => {
      for (const phase of ['prefill', 'decode'] as const) {
        const plan = variant.plan(dims, { phase, mode });
        for (const measures of [narrow, wide]) expectDrawn(plan, measures);
        expect(expectDrawn(inScope(plan, 'attentionOnly'), narrow).boxes).not.toEqual([]);
      }
    },
  );

  test('of a variant that nobody has thought of is among them, and shows what it caches', () => {
    expect(every.map(({ id }) => id)).toContain(madeUpVariant.id);
    const plan = madeUpVariant.plan(dims, { phase: 'decode' });
    expectWellFormed(plan);
    const { boxes } = expectDrawn(plan, wide);
    const cached = boxes.filter(({ box }) => box.kind === 'cached').map(({ box }) => box.id);
    expect(cached.toSorted()).toEqual(['keys', 'pool', 'ropeKeys']);
  });

  test('of a plan that nobody has thought of is as whole', () => {
    expectWellFormed(madeUp);
    for (const width of [200, 328, 560, 1000]) expectDrawn(madeUp, { ...narrow, width });
    const { boxes } = diagramOf(madeUp);
    const kinds = Object.fromEntries(boxes.map(({ id, kind }) => [id, kind]));
    expect(kinds).toMatchObject({
      x: 'input',
      memory: 'input',
      mixes: 'cached',
      gates: 'cached',
      unmixed: 'rebuilt',
      query: 'made',
      y: 'output',
    });
  });

  test('of any plan with any convention is whole', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 230, max: 900 }), (plan, width) => {
        expect(expectDrawn(plan, { ...narrow, width }).boxWidth).toBeGreaterThanOrEqual(90);
      }),
      { numRuns: 60 },
    );
  });

  test.each(every)('of $id $mode has no lines that cross, narrow or wide', ({ variant, mode }) => {
    const nodes = nodesOf(diagramOf(variant.plan(dims, { phase: 'decode', mode })));
    for (const boxes of [3, 4, 5]) {
      const fits = (own: number, passing: number) => own + passing / 8 <= boxes;
      const rows = ordered(nodes, [...itemsOf(nodes, rowsOf(nodes, fits))]);
      expect(crossings(nodes, rows)).toBe(0);
    }
  });

  test('is the same each time', () => {
    expect(layout(diagramOf(madeUp), narrow)).toEqual(layout(diagramOf(madeUp), narrow));
  });

  test('puts the rows of the cache side by side where there is room', () => {
    for (const { variant, mode } of every) {
      const plan = variant.plan(dims, { phase: 'decode', mode });
      const { boxes } = expectDrawn(plan, { ...wide, width: 900 });
      const rows = boxes.filter(({ box }) => box.kind === 'cached').map(({ y }) => y);
      expect(new Set(rows).size, `${variant.id} ${mode}`).toBeLessThanOrEqual(1);
    }
  });
});

describe('a diagram', () => {
  test('without a cache shows what is computed again for every token', () => {
    const dims = proposeDims({ modelDim: 30, queryHeads: 6, kvHeads: 3, headDim: 8 });
    const plan = variants[1]!.plan(dims, { phase: 'decode', mode: 'recomputed' });
    const { boxes } = diagramOf(plan);
    expect(boxes.filter(({ kind }) => kind === 'cached')).toEqual([]);
    expect(boxes.filter(({ kind }) => kind === 'rebuilt').map(({ id }) => id)).toEqual([
      'value',
      'keyRotated',
    ]);
  });

  test('tells which part of a weight and of a box a step reads', () => {
    const dims = proposeDims({ modelDim: 30, queryHeads: 6, kvHeads: 3, headDim: 8 });
    const gta = variants.find(({ modes, fields }) => modes.length === 1 && fields.length === 4)!;
    const { steps } = diagramOf(gta.plan(dims, { phase: 'decode' }));
    expect(steps[0]?.weights[0]).toEqual({
      id: 'wq',
      whole: false,
      axes: [
        ['head', 6],
        ['qk', 4],
        ['model', 30],
      ],
    });
    const attend = steps.find(({ op }) => op === 'attend');
    const tied = attend?.reads.filter(({ from }) => from === 'tied');
    expect(tied?.map(({ role, whole }) => [role, whole])).toEqual([
      ['key', false],
      ['value', true],
    ]);
  });
});
