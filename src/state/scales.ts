// The positions of each slider: the values that make sense to step through. A number field can hold any other.

import {
  dimRanges,
  divisors,
  type DimName,
  type DimRange,
  type Dims,
  type Problem,
} from '../attention/dims';
import { servingRanges, type Serving, type ServingName, type ServingProblem } from './serving';

export type FieldName = DimName | ServingName;

/** What is wrong with a field of either kind. */
export type FieldProblem = Problem | ServingProblem;

const steps = (from: number, to: number, by: number): number[] =>
  Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);

const powersOfTwo = (from: number, to: number): number[] =>
  steps(Math.log2(from), Math.log2(to), 1).map((power) => 2 ** power);

const fixed: Record<Exclude<FieldName, 'kvHeads' | 'windowLayers'>, readonly number[]> = {
  modelDim: steps(256, 16384, 256),
  queryHeads: steps(1, 128, 1),
  headDim: steps(16, 256, 8),
  vDim: steps(16, 256, 8),
  latentDim: steps(32, 2048, 32),
  ropeDim: steps(8, 128, 4),
  nopeDim: steps(16, 256, 8),
  queryRank: steps(0, 2048, 64),
  latentHeads: powersOfTwo(1, 16),
  queryFactors: steps(1, 16, 1),
  keyFactors: steps(1, 16, 1),
  valueFactors: steps(1, 16, 1),
  context: powersOfTwo(512, 1048576),
  batch: powersOfTwo(1, 512),
  layers: steps(1, 128, 1),
  window: powersOfTwo(128, 131072),
};

const sane = (value: number, { min, max }: DimRange): number =>
  Number.isInteger(value) && value >= min && value <= max ? value : max;

/**
 * The stops of a field's slider, ascending; those of the kv heads are what divides the query heads, those of the
 * windowed layers end at the layers.
 */
export function stopsOf(
  field: FieldName,
  { queryHeads, layers }: Pick<Dims, 'queryHeads'> & Pick<Serving, 'layers'>,
): readonly number[] {
  if (field === 'kvHeads') return divisors(sane(queryHeads, dimRanges.queryHeads));
  if (field === 'windowLayers') return steps(0, sane(layers, servingRanges.layers), 1);
  return fixed[field];
}

/** The stop closest to a value, as an index. */
export function nearestStop(stops: readonly number[], value: number): number {
  let nearest = 0;
  for (const [i, stop] of stops.entries()) {
    if (Math.abs(stop - value) < Math.abs((stops[nearest] ?? 0) - value)) nearest = i;
  }
  return nearest;
}

/** The range that a field accepts, in its slider or its number field. */
export const fieldRanges: Record<FieldName, DimRange> = { ...dimRanges, ...servingRanges };
