// Views and ids of a plan: resolved, or refused with the name of what is wrong.

import { expect, test } from 'vitest';

import { axesOf, find, headsOf, rowWidth, slice, type Plan } from './plan';
import { proposeDims } from './propose';
import { mla } from './variants/mla';

const plan: Plan = mla.plan(
  proposeDims({
    modelDim: 30,
    queryHeads: 3,
    latentDim: 11,
    ropeDim: 4,
    nopeDim: 6,
    vDim: 5,
    queryRank: 0,
  }),
  { phase: 'decode' },
);

test('a view names its axis or takes the last, from a column on or from the first', () => {
  expect(slice(plan, { of: 'wkvB', axis: 'row', from: 6 })).toMatchObject({
    axes: [
      ['head', 3],
      ['row', 5],
      ['latent', 11],
    ],
    cut: 1,
    from: 6,
  });
  expect(slice(plan, { of: 'query', from: 6, width: 4 }).axes).toEqual([
    ['head', 3],
    ['qk', 4],
  ]);
  expect(slice(plan, { of: 'x' })).toMatchObject({ axes: [['model', 30]], cut: 0, from: 0 });
});

test('a cache field has a head axis and a width', () => {
  expect(axesOf(plan, 'latents')).toEqual([
    ['head', 1],
    ['latents', 11],
  ]);
});

test('a row is as wide as its pieces together, and a tensor without heads has one', () => {
  expect(
    rowWidth(plan, [
      { from: { of: 'queryAbsorbed' }, heads: 'own' },
      { from: { of: 'queryRope', width: 3 }, heads: 'own' },
    ]),
  ).toBe(14);
  expect(headsOf(plan, { of: 'queryRope' })).toBe(3);
  expect(headsOf(plan, { of: 'keyRope' })).toBe(1);
});

test('what is not declared or does not fit is named', () => {
  expect(() => find(plan.weights, 'wz')).toThrow('the plan names "wz", which it does not declare');
  expect(() => slice(plan, { of: 'nothing' })).toThrow('"nothing"');
  expect(() => slice(plan, { of: 'wo', axis: 'row' })).toThrow('"wo" has no axis "row"');
  expect(() => slice(plan, { of: 'query', from: 6, width: 5 })).toThrow(
    '"query" has 10 columns on "qk": 6 to 11 do not fit',
  );
  for (const view of [
    { of: 'x', from: -1 },
    { of: 'x', width: 0 },
  ]) {
    expect(() => slice(plan, view)).toThrow('do not fit');
  }
});
