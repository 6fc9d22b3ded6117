import { describe, expect, test } from 'vitest';
import type { Plan } from '../attention/plan';
import { uniforms } from '../attention/random';
import { variantById } from '../attention/variants';
import { matrix, multiply } from './project';

const dims = {
  modelDim: 5,
  queryHeads: 3,
  kvHeads: 3,
  headDim: 4,
  vDim: 2,
  latentDim: 7,
  ropeDim: 2,
  nopeDim: 4,
  queryRank: 0,
  latentHeads: 2,
  queryFactors: 3,
  keyFactors: 2,
  valueFactors: 2,
};
const plan: Plan = variantById('mla').plan(dims, { phase: 'decode', mode: 'absorbed' });

/** All outputs of one row, [outputs]. */
function apply(w: ReturnType<typeof matrix>, x: Float64Array): number[] {
  const out = { data: new Float64Array(w.outputs.length), stride: w.outputs.length, at: 0 };
  const count = w.outputs.length;
  for (const done of multiply(w, { first: 0, count }, [0], { data: x, stride: 0, at: 0 }, out)) {
    expect(done).toBe(x.length);
  }
  return [...out.data];
}

describe('a weight as a matrix', () => {
  const data = uniforms(3, 3 * 6 * 7);
  /** wkvB is [head, row, latent]. */
  const at = (head: number, row: number, latent: number) =>
    data[(head * 6 + row) * 7 + latent] ?? NaN;

  test('sums over its last axis', () => {
    const x = new Float64Array(uniforms(5, 7));
    const w = matrix(plan, { of: 'wkvB', axis: 'row', from: 4, width: 2 }, ['latent'], data);
    const expected = [0, 1, 2].flatMap((head) =>
      [4, 5].map((row) => x.reduce((s, v, latent) => s + v * at(head, row, latent), 0)),
    );
    expect(w.heads).toBe(3);
    for (const [o, y] of apply(w, x).entries()) expect(y).toBeCloseTo(expected[o] ?? NaN, 14);
  });

  test('sums over an inner axis, as absorption does', () => {
    const x = new Float64Array(uniforms(6, 4));
    const w = matrix(plan, { of: 'wkvB', axis: 'row', from: 0, width: 4 }, ['row'], data);
    const expected = [0, 1, 2].flatMap((head) =>
      [0, 1, 2, 3, 4, 5, 6].map((latent) =>
        x.reduce((s, v, row) => s + v * at(head, row, latent), 0),
      ),
    );
    for (const [o, y] of apply(w, x).entries()) expect(y).toBeCloseTo(expected[o] ?? NaN, 14);
  });

  test('sums over several axes, as the output projection does', () => {
    const wo = uniforms(7, 5 * 3 * 2);
    const x = new Float64Array(uniforms(8, 6));
    const w = matrix(plan, { of: 'wo' }, ['head', 'value'], wo);
    const expected = [0, 1, 2, 3, 4].map((row) =>
      x.reduce((s, v, i) => s + v * (wo[row * 6 + i] ?? NaN), 0),
    );
    for (const [o, y] of apply(w, x).entries()) expect(y).toBeCloseTo(expected[o] ?? NaN, 14);
  });

  test('names the axis that it does not have', () => {
    expect(() => matrix(plan, { of: 'wo' }, ['latent'], data)).toThrow(
      '"wo" has no axis "latent" to sum over',
    );
  });
});
