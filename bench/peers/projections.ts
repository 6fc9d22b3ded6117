// The projections of the comparison: their sizes, seeded inputs and float64 results.

import { seedOf, uniforms } from '../../src/attention/random';
import type { ProjectionInputs, ProjectionShape } from './system';

/** A prompt's and a token's. */
export const projectionShapes: readonly ProjectionShape[] = [
  { id: 'project 1024 rows by 1024 × 1024', rows: 1024, inner: 1024, columns: 1024 },
  { id: 'project 1 row by 4096 × 4096', rows: 1, inner: 4096, columns: 4096 },
];

export function projectionInputs(shape: ProjectionShape, seed: number): ProjectionInputs {
  const { id, rows, inner, columns } = shape;
  return {
    x: uniforms(seedOf(seed, `${id} x`), rows * inner),
    w: uniforms(seedOf(seed, `${id} w`), columns * inner, Math.fround(inner ** -0.5)),
  };
}

/** Some rows in float64: [rows, columns]. */
export function expectedProjection(
  { inner, columns }: ProjectionShape,
  { x, w }: ProjectionInputs,
  rows: readonly number[],
): Float64Array {
  const expected = new Float64Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        sum += (x[row * inner + k] ?? NaN) * (w[column * inner + k] ?? NaN);
      }
      expected[i * columns + column] = sum;
    }
  }
  return expected;
}
