import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { stacked, type Dense } from './dense';
import { lossesOf, measureKeyValue, measureLatent, type Measured } from './measure';
import { matrix, ofRank, random } from './matrices.test-support';
import { cutDown, seededFactors, seededMatrices } from './seeded';
import { directionsOf, powerLaw, rankOf } from './spectrum';

/** Seeded, of the sizes given, as they are measured. */
function seeded(
  sizes: { keyRows: number; valueRows: number; columns: number },
  exponent: number,
  seed = 7,
): Measured {
  const cut = cutDown(sizes);
  const { key, value } = seededMatrices(seededFactors(cut, seed), exponent);
  return measureKeyValue(key, value, cut.each);
}

/** By ml-matrix alone: the matrix less its best approximation of a rank, by norm. */
function lossBySubtraction(whole: Matrix, rank: number): number {
  const {
    leftSingularVectors: left,
    rightSingularVectors: right,
    diagonal,
  } = new SingularValueDecomposition(whole, { autoTranspose: true });
  const kept = diagonal.map((value, i) => (i < rank ? value : 0));
  const best = left.clone().mulRowVector(kept).mmul(right.transpose());
  return Matrix.sub(whole, best).norm('frobenius') / whole.norm('frobenius');
}

/** Of float64 sums of squares: half their digits. */
const rounding = 2e-7;
const between = (found: number, expected: number) => Math.abs(found - expected);

const odd = { keyRows: 21, valueRows: 15, columns: 53 };
const tall = { keyRows: 45, valueRows: 33, columns: 29 };

describe.each([
  ['wide', odd],
  ['tall', tall],
])('a %s matrix', (_, sizes) => {
  test.each([0, 0.35, 1, 2])('gives its known singular values back, exponent %f', (exponent) => {
    const { joint } = seeded(sizes, exponent);
    const count = Math.min(sizes.keyRows + sizes.valueRows, sizes.columns);
    const known = powerLaw(count, 1, exponent);
    expect(joint.values).toHaveLength(count);
    for (const [i, value] of joint.values.entries())
      expect(between(value, known.values[i] ?? NaN)).toBeLessThan(rounding);
  });

  test('loses the tail of its squares, and what is left of it is as far away', () => {
    const { keyRows, valueRows, columns } = sizes;
    const [key, value] = [random(keyRows, columns, 3), random(valueRows, columns, 5)];
    const measured = measureKeyValue(key, value, 1);
    const { joint, apart } = lossesOf(measured);
    const whole = matrix(stacked(key, value));
    const squares = (of: Dense, rank: number) =>
      (lossBySubtraction(matrix(of), rank) * matrix(of).norm('frobenius')) ** 2;
    for (const c of [0, 1, 5, 12]) {
      expect(between(joint(c), lossBySubtraction(whole, c))).toBeLessThan(rounding);
      const lost = squares(key, Math.ceil(c / 2)) + squares(value, Math.floor(c / 2));
      expect(between(apart?.(c) ?? NaN, Math.sqrt(lost) / whole.norm('frobenius'))).toBeLessThan(
        rounding,
      );
    }
  });

  test('together never loses more than apart, and each loses less with every direction', () => {
    const measured = seeded(sizes, 0.6);
    const { joint, apart } = lossesOf(measured);
    const all = directionsOf(measured.joint);
    for (let c = 1; c <= all; c++) {
      expect(joint(c)).toBeLessThanOrEqual((apart?.(c) ?? 0) + 1e-7);
      expect(joint(c)).toBeLessThan(joint(c - 1));
    }
    expect(between(joint(0), 1)).toBeLessThan(rounding);
    expect(between(joint(all), 0)).toBeLessThan(rounding);
  });
});

test('a matrix whose directions are all as strong is not compressed at all: half of them lose √½', () => {
  const { joint } = lossesOf(seeded({ keyRows: 12, valueRows: 20, columns: 44 }, 0));
  for (const c of [1, 8, 16, 31])
    expect(between(joint(c), Math.sqrt(1 - c / 32))).toBeLessThan(rounding);
});

test('a matrix of rank 6 is whole at c = 6, and not before', () => {
  const { values, columns } = ofRank(30, 41, 6, 11);
  const cut = (from: number, to: number): Dense => ({
    rows: to - from,
    columns,
    values: values.slice(from * columns, to * columns),
  });
  const measured = measureKeyValue(cut(0, 17), cut(17, 30), 1);
  const { joint } = lossesOf(measured);
  expect(rankOf(measured.joint)).toBe(6);
  expect(between(joint(6), 0)).toBeLessThan(rounding);
  expect(joint(5)).toBeGreaterThan(1e-3);
});

test('a latent’s two projections are measured as their product, without multiplying them', () => {
  // Two rows more are the rotary key's, which is no part of the latent.
  const [down, up] = [random(9 + 2, 37, 13), random(50, 9, 17)];
  const { joint, apart, rows, columns } = measureLatent(down, up);
  const latent = matrix({ rows: 9, columns: 37, values: down.values.slice(0, 9 * 37) });
  const { diagonal } = new SingularValueDecomposition(matrix(up).mmul(latent));
  expect([rows, columns, apart]).toEqual([50, 37, null]);
  expect(joint.values).toHaveLength(9);
  for (const [i, value] of joint.values.entries())
    expect(between(value / (diagonal[i] ?? 1), 1)).toBeLessThan(rounding);
});

test('a layer cut down loses at every whole direction what the whole layer’s power law says', () => {
  const sizes = { keyRows: 512, valueRows: 512, columns: 640 };
  const measured = seeded(sizes, 0.7);
  expect(measured.joint.each).toBe(4);
  expect([measured.rows, measured.columns]).toEqual([1024, 640]);
  const whole = powerLaw(640, 1, 0.7).values.map((value) => value ** 2);
  const { joint } = lossesOf(measured);
  const all = whole.reduce((sum, square) => sum + square, 0);
  for (const c of [4, 64, 400, 636]) {
    const lost = whole.slice(c).reduce((sum, square) => sum + square, 0);
    expect(between(joint(c), Math.sqrt(lost / all))).toBeLessThan(rounding);
  }
  // Between two of them the squares go evenly.
  expect(between(joint(66) ** 2, (joint(64) ** 2 + joint(68) ** 2) / 2)).toBeLessThan(rounding);
});

test('a seed makes the same matrix again, and another seed another one', () => {
  const cut = cutDown(odd);
  const make = (seed: number) => seededMatrices(seededFactors(cut, seed), 1).key.values;
  expect(make(4)).toEqual(make(4));
  expect(make(4)).not.toEqual(make(5));
});

test('sizes are divided until both sides are small, and kept where they are', () => {
  expect(cutDown(odd)).toEqual({ ...odd, each: 1 });
  expect(cutDown({ keyRows: 16384, valueRows: 16384, columns: 7168 })).toEqual({
    each: 32,
    keyRows: 512,
    valueRows: 512,
    columns: 224,
  });
  expect(cutDown({ keyRows: 1, valueRows: 1, columns: 65536 })).toEqual({
    each: 64,
    keyRows: 1,
    valueRows: 1,
    columns: 1024,
  });
});
