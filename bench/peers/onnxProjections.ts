// The graphs by which onnxruntime can compute a projection.

import { swapInner } from './layouts';
import { float, result, type Recipe } from './onnxGraphs';
import type { ProjectionInputs, ProjectionShape } from './system';

/** A projection by the standard's Gemm, the matrix as it is stored, or by MatMul, turned once. */
export const projectionRecipes: readonly [
  kernel: string,
  make: (shape: ProjectionShape, inputs: ProjectionInputs) => Recipe,
][] = [
  [
    'Gemm',
    ({ rows, inner, columns: out }, { x, w }) => ({
      kernel: 'Gemm',
      byHead: false,
      operands: [float('x', 'query', [rows, inner], x), float('w', 'cache', [out, inner], w)],
      nodes: [{ op: 'Gemm', inputs: ['x', 'w'], outputs: ['out'], ints: { transB: 1 } }],
      outputs: [result([rows, out])],
    }),
  ],
  [
    'MatMul, matrix turned before',
    ({ rows, inner, columns: out }, { x, w }) => ({
      kernel: 'MatMul, matrix turned before',
      byHead: false,
      operands: [
        float('x', 'query', [rows, inner], x),
        float('w', 'cache', [inner, out], swapInner(w, [1, out, inner])),
      ],
      nodes: [{ op: 'MatMul', inputs: ['x', 'w'], outputs: ['out'] }],
      outputs: [result([rows, out])],
    }),
  ],
];
