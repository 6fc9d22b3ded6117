// Seeded matrices and safetensors files for tests.

import { Matrix } from 'ml-matrix';
import { toBrain, toHalf } from '../attention/half';
import { uniform } from '../attention/random';
import type { Dense } from './dense';

export const random = (rows: number, columns: number, seed: number): Dense => ({
  rows,
  columns,
  values: Float64Array.from({ length: rows * columns }, (_, i) => uniform(seed, i)),
});

export const matrix = ({ rows, columns, values }: Dense): Matrix =>
  Matrix.from1DArray(rows, columns, values);

/** The product of two random matrices: of rank `rank`. */
export const ofRank = (rows: number, columns: number, rank: number, seed: number): Dense => ({
  rows,
  columns,
  values: Float64Array.from(
    matrix(random(rows, rank, seed))
      .mmul(matrix(random(rank, columns, seed + 1)))
      .to1DArray(),
  ),
});

const encoders: Readonly<Record<string, (values: Float64Array) => ArrayBufferView>> = {
  F32: (values) => Float32Array.from(values),
  F16: (values) => Uint16Array.from(values, toHalf),
  BF16: (values) => Uint16Array.from(values, toBrain),
  F64: (values) => values,
};

/** A safetensors file; what a header says may be changed. */
export function safetensors(
  tensors: Readonly<Record<string, Dense>>,
  dtype = 'F32',
  change: (header: Record<string, Record<string, unknown>>) => void = () => undefined,
): Blob {
  const header: Record<string, Record<string, unknown>> = { __metadata__: { format: 'pt' } };
  const parts: ArrayBuffer[] = [];
  let at = 0;
  for (const [name, { rows, columns, values }] of Object.entries(tensors)) {
    const view = encoders[dtype]?.(values) ?? values;
    const bytes = new Uint8Array(view.byteLength);
    bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    header[name] = { dtype, shape: [rows, columns], data_offsets: [at, at + bytes.length] };
    at += bytes.length;
    parts.push(bytes.buffer);
  }
  change(header);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(text.length), true);
  return new Blob([length.buffer, text, ...parts]);
}
