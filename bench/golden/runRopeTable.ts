// Checks the tables of cosines and sines, which are made on the CPU for every reader.

import { ropeTable } from '../../src/attention/rope';
import type { CaseChecks } from './compareCase';
import { layerRope } from './layerCase';
import { dim, type GoldenCase, type GoldenValues } from './manifest';
import type { Reader } from './reader';

export function runRopeTable(
  golden: GoldenCase,
  values: GoldenValues,
  reader: Reader,
  checks: CaseChecks,
): void {
  const spec = layerRope(golden);
  const width = dim(golden, 'dim');
  const rows = [...values.integers('positions')].map((position) =>
    ropeTable(spec, width, position, 1),
  );
  // Kernels read the table in float32.
  const stored = reader.name === 'gpu' ? rows.map((row) => Float32Array.from(row)) : rows;
  const every = (parity: number) =>
    Float64Array.from(stored.flatMap((row) => [...row].filter((_, i) => i % 2 === parity)));
  checks.add(reader, 'table', 'cos', every(0));
  checks.add(reader, 'table', 'sin', every(1));
}
