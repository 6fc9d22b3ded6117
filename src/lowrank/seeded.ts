// A seeded joint matrix [W_K; W_V] of a layer whose singular values fall as a power of their place.

import { Matrix, QrDecomposition } from 'ml-matrix';
import { seedOf, uniform } from '../attention/random';
import type { Dense } from './dense';
import { powerLaw } from './spectrum';

/** Rows that make keys, rows that make values, and the width of the hidden state that they read. */
export interface JointSizes {
  readonly keyRows: number;
  readonly valueRows: number;
  readonly columns: number;
}

/** A layer cut down: every size is `each` times smaller, and every direction stands for `each` of the layer's. */
export interface CutSizes extends JointSizes {
  readonly each: number;
}

/** Directions, and elements of a row or column, that are decomposed within a second. */
const most = { shorter: 256, longer: 1024 } as const;

/** The sizes divided by the smallest power of two that makes them small enough, rounded down. */
export function cutDown({ keyRows, valueRows, columns }: JointSizes): CutSizes {
  const rows = keyRows + valueRows;
  let each = 1;
  while (
    Math.min(rows, columns) / each > most.shorter ||
    Math.max(rows, columns) / each > most.longer
  ) {
    each *= 2;
  }
  const small = (size: number) => Math.max(1, Math.floor(size / each));
  return {
    each,
    keyRows: small(keyRows),
    valueRows: small(valueRows),
    columns: small(columns),
  };
}

/** Columns of length one that are at right angles: [rows, count], `count` at most `rows`. */
function orthonormal(rows: number, count: number, seed: number): Matrix {
  const values = Float64Array.from({ length: rows * count }, (_, i) => uniform(seed, i));
  return new QrDecomposition(Matrix.from1DArray(rows, count, values)).orthogonalMatrix;
}

/** The directions of a seeded matrix: what does not change with its spectrum. */
export interface Factors {
  readonly sizes: CutSizes;
  /** [keyRows + valueRows, directions] */
  readonly left: Matrix;
  /** [directions, columns] */
  readonly right: Matrix;
}

export function seededFactors(sizes: CutSizes, seed: number): Factors {
  const rows = sizes.keyRows + sizes.valueRows;
  const directions = Math.min(rows, sizes.columns);
  return {
    sizes,
    left: orthonormal(rows, directions, seedOf(seed, 'lowRankLeft')),
    right: orthonormal(sizes.columns, directions, seedOf(seed, 'lowRankRight')).transpose(),
  };
}

const dense = (matrix: Matrix): Dense => ({
  rows: matrix.rows,
  columns: matrix.columns,
  values: Float64Array.from(matrix.to1DArray()),
});

/** W = left · diag(i^-exponent) · right, as W_K and W_V. */
export function seededMatrices(
  { sizes, left, right }: Factors,
  exponent: number,
): { readonly key: Dense; readonly value: Dense } {
  const { values } = powerLaw(left.columns, sizes.each, exponent);
  const joint = left
    .clone()
    .mulRowVector([...values])
    .mmul(right);
  const { keyRows, columns } = sizes;
  return {
    key: dense(joint.subMatrix(0, keyRows - 1, 0, columns - 1)),
    value: dense(joint.subMatrix(keyRows, joint.rows - 1, 0, columns - 1)),
  };
}
