// Measures a K/V matrix: its singular values, those of K and of V alone, and what rank c loses of it.

import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import { block, rowProducts, stacked, transposed, type Dense } from './dense';
import { lostSquares, type Spectrum } from './spectrum';

export interface Measured {
  /** Of the whole layer: elements that K and V take of one token, and the width of the hidden state. */
  readonly rows: number;
  readonly columns: number;
  readonly joint: Spectrum;
  /** Null where the rows of keys and of values are not told apart. */
  readonly apart: { readonly key: Spectrum; readonly value: Spectrum } | null;
}

/** What a measurement is at. */
export type Stage = 'reading' | 'seeding' | 'multiplying' | 'joint' | 'key' | 'value';
export type OnStage = (stage: Stage) => void;

const matrixOf = ({ rows, columns, values }: Dense): Matrix =>
  Matrix.from1DArray(rows, columns, values);

/** The `count` largest roots of a symmetric matrix of products. */
function spectrumOf(products: Matrix, count: number, each: number): Spectrum {
  const { diagonal } = new SingularValueDecomposition(products, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
  });
  const values = Float64Array.from(diagonal, (square) => Math.sqrt(Math.max(0, square)));
  return { values: values.toSorted((a, b) => b - a).slice(0, count), each };
}

/** Products of K with itself, of V with itself, and of both on top of each other, over the shorter side. */
function productsOf(key: Dense, value: Dense) {
  const rows = key.rows + value.rows;
  if (rows <= key.columns) {
    const joint = rowProducts(stacked(key, value));
    return {
      joint: matrixOf(joint),
      key: matrixOf(block(joint, 0, key.rows)),
      value: matrixOf(block(joint, key.rows, rows)),
    };
  }
  const [ofKeys, ofValues] = [key, value].map((part) => matrixOf(rowProducts(transposed(part))));
  if (!ofKeys || !ofValues) throw new Error('two matrices have two products');
  return { joint: Matrix.add(ofKeys, ofValues), key: ofKeys, value: ofValues };
}

/** W_K and W_V, both [out, in], of a layer that is `each` times as large. */
export function measureKeyValue(
  key: Dense,
  value: Dense,
  each: number,
  onStage: OnStage = () => undefined,
): Measured {
  onStage('multiplying');
  const products = productsOf(key, value);
  const { columns } = key;
  const of = (part: keyof typeof products, rows: number) => {
    onStage(part);
    return spectrumOf(products[part], Math.min(rows, columns), each);
  };
  return {
    rows: (key.rows + value.rows) * each,
    columns: columns * each,
    joint: of('joint', key.rows + value.rows),
    apart: { key: of('key', key.rows), value: of('value', value.rows) },
  };
}

/**
 * The product of a latent's up-projection [rows, c] and its down-projection, whose first c rows make the latent:
 * what K and V are of the hidden state. The two are never multiplied: with G = down · downᵀ = Q · D · Qᵀ its squares
 * are the eigenvalues of √D · Qᵀ · (upᵀ · up) · Q · √D, a matrix of c by c.
 */
export function measureLatent(
  down: Dense,
  up: Dense,
  onStage: OnStage = () => undefined,
): Measured {
  onStage('multiplying');
  const latent = up.columns;
  const made = {
    rows: latent,
    columns: down.columns,
    values: down.values.slice(0, latent * down.columns),
  };
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(
    matrixOf(rowProducts(made)),
    { assumeSymmetric: true },
  );
  const roots = realEigenvalues.map((square) => Math.sqrt(Math.max(0, square)));
  const turned = eigenvectorMatrix.mulRowVector(roots);
  const ups = matrixOf(rowProducts(transposed(up)));
  onStage('joint');
  const products = turned.transpose().mmul(ups).mmul(turned);
  return {
    rows: up.rows,
    columns: down.columns,
    joint: spectrumOf(products, Math.min(latent, up.rows, down.columns), 1),
    apart: null,
  };
}

/** ‖W − W_c‖ / ‖W‖ by the Frobenius norm, for every c. */
export interface Losses {
  /** With c directions of K and V together. */
  readonly joint: (c: number) => number;
  /** With half of c for K and half for V, an odd one more for K; null where they are not told apart. */
  readonly apart: ((c: number) => number) | null;
}

export function lossesOf({ joint, apart }: Measured): Losses {
  const jointly = lostSquares(joint);
  const all = jointly(0);
  const share = (squares: number) => Math.sqrt(Math.min(1, squares / all));
  const [ofKeys, ofValues] = apart
    ? [lostSquares(apart.key), lostSquares(apart.value)]
    : [null, null];
  return {
    joint: (c) => share(jointly(c)),
    apart:
      ofKeys && ofValues
        ? (c) => share(ofKeys(Math.ceil(c / 2)) + ofValues(Math.floor(c / 2)))
        : null,
  };
}
