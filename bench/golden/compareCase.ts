// Compares the tensors of a case with what its manifest expects of them.

import { compare } from '../../src/reference/agreement';
import type { GoldenCase, GoldenTensor, GoldenValues } from './manifest';
import { UnsupportedCase, type Check } from './outcome';
import type { Floats, Reader } from './reader';

/**
 * The largest difference that a tensor may have. Expected values are float64 results rounded once to float32, so
 * that float64 must agree to half a unit in the last place of the largest, and as much again for the order of
 * its sums; values that were computed in float32 come with how far they were from float64. Kernels get the case's own tolerance.
 */
function boundOf(
  reader: Reader,
  { max_abs, f32_source_err, tolerance }: GoldenTensor,
  { onnx_test }: GoldenCase,
): number {
  if (reader.name === 'gpu') return tolerance ?? 0;
  return 2 ** -23 * Math.max(max_abs ?? 0, 1e-30) + (onnx_test ? 2 * (f32_source_err ?? 0) : 0);
}

/** Collects the checks of one case. */
export class CaseChecks {
  readonly checks: Check[] = [];

  constructor(
    private readonly golden: GoldenCase,
    private readonly values: GoldenValues,
  ) {}

  /** Compares one tensor in the layout that the case stores. */
  add(reader: Reader, mode: string, name: string, actual: Floats): void {
    const tensor = this.golden.tensors[name];
    if (!tensor) throw new Error(`${this.golden.name} expects no "${name}"`);
    const bound = boundOf(reader, tensor, this.golden);
    const { maxAbs: error } = compare(actual, this.values.floats(name), Infinity);
    this.checks.push({
      reader: reader.name,
      kernel: reader.kernel,
      mode,
      tensor: name,
      error,
      bound,
    });
  }

  /** Names of the results that the case expects. */
  get expected(): readonly string[] {
    return Object.entries(this.golden.tensors)
      .filter(([, { role }]) => role === 'output' || role === 'cache' || role === 'intermediate')
      .map(([name]) => name);
  }

  /** Throws UnsupportedCase for a result that the reader gave in none of its modes. */
  requireAll(reader: Reader): void {
    for (const name of this.expected) {
      const given = this.checks.some(
        (check) => check.reader === reader.name && check.tensor === name,
      );
      if (!given) throw new UnsupportedCase(`no ${name} (${this.golden.tensors[name]?.meaning})`);
    }
  }
}
