// The scale of scores: one rule, by the width of a query row, in every variant and mode.

import { describe, expect, test } from 'vitest';

import type { Dims } from './dims';
import { proposeDims } from './propose';
import { plainConventions, type Conventions } from './variant';
import { variants } from './variants';

const dims: Dims = {
  ...proposeDims({ modelDim: 96, queryHeads: 6, kvHeads: 2, headDim: 20, vDim: 7 }),
  nopeDim: 24,
  ropeDim: 6,
};

const cases = variants.flatMap((variant) => variant.modes.map(({ id }) => ({ variant, mode: id })));

/** Latent variants split a query's row into a part without rotation and one with it. */
const rowWidthOf = ({ fields }: { readonly fields: readonly string[] }) =>
  fields.includes('nopeDim') ? 24 + 6 : 20;

describe.each(cases)('$variant.name, $mode', ({ variant, mode }) => {
  const scaleOf = (conventions: Partial<Conventions>) => {
    const request = { phase: 'decode', mode } as const;
    const plan = variant.plan(dims, {
      ...request,
      conventions: { ...plainConventions, ...conventions },
    });
    const scales = plan.steps.flatMap((step) => (step.op === 'attend' ? [step.scale] : []));
    expect(scales).toHaveLength(1);
    return scales[0];
  };
  const plain = 1 / Math.sqrt(rowWidthOf(variant));

  test('scales by one over the root of a row of the query, and by the factor of its conventions', () => {
    expect(scaleOf({})).toBeCloseTo(plain, 14);
    expect(scaleOf({ scaleFactor: 1.5 })).toBeCloseTo(1.5 * plain, 14);
  });

  test('scales as its conventions say where they name a scale', () => {
    expect(scaleOf({ scale: 0.3 })).toBe(0.3);
    expect(scaleOf({ scale: 0.3, scaleFactor: 1.5 })).toBe(0.3);
  });
});
