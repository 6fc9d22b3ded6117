// The union of views, against marking every element.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { axesOf, slice, type Plan } from '../attention/plan';
import { coveredElements } from './covered';

fc.configureGlobal({ seed: 20261122 });

const sizes = [3, 7, 5] as const;
const plan: Plan = {
  phase: 'decode',
  mode: 'test',
  inputs: [],
  output: 'w',
  tensors: [],
  weights: [{ id: 'w', axes: sizes.map((size, i) => [`axis${i}`, size] as const) }],
  tables: [],
  cache: [],
  steps: [],
  source: 'none',
};

const anyView = fc.integer({ min: 0, max: 2 }).chain((axis) =>
  fc.integer({ min: 0, max: sizes[axis]! - 1 }).chain((from) =>
    fc.integer({ min: 1, max: sizes[axis]! - from }).map((width) => ({
      of: 'w',
      axis: `axis${axis}`,
      from,
      width,
    })),
  ),
);

test('overlapping views on several axes cover what marking every element covers', () => {
  fc.assert(
    fc.property(fc.array(anyView, { maxLength: 6 }), (views) => {
      let marked = 0;
      for (let a = 0; a < sizes[0]; a++) {
        for (let b = 0; b < sizes[1]; b++) {
          for (let c = 0; c < sizes[2]; c++) {
            const at = { axis0: a, axis1: b, axis2: c } as Record<string, number>;
            const hit = views.some(
              ({ axis, from, width }) => at[axis]! >= from && at[axis]! < from + width,
            );
            if (hit) marked++;
          }
        }
      }
      expect(coveredElements(views.map((view) => slice(plan, view)))).toBe(marked);
    }),
  );
});

test('a view of everything covers everything, and no view nothing', () => {
  expect(axesOf(plan, 'w')).toHaveLength(3);
  expect(coveredElements([slice(plan, { of: 'w' })])).toBe(3 * 7 * 5);
  expect(coveredElements([])).toBe(0);
});
