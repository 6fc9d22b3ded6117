// What a model is asked to serve: context, batch and layers, and what is wrong with them, in the words of `problemTemplates`.

import type { DimRange, Problem } from '../attention/dims';

/** Counts: cached tokens of each sequence, sequences, layers that keep a cache. */
export interface Serving {
  readonly context: number;
  readonly batch: number;
  readonly layers: number;
}

export type ServingName = keyof Serving;

export const servingRanges: Record<ServingName, DimRange> = {
  context: { min: 1, max: 4194304 },
  batch: { min: 1, max: 4096 },
  layers: { min: 1, max: 1024 },
};

export interface ServingProblem extends Pick<Problem, 'code' | 'values'> {
  readonly field: ServingName;
}

export function servingProblems(serving: Serving): ServingProblem[] {
  const names: readonly ServingName[] = ['context', 'batch', 'layers'];
  return names.flatMap((field): ServingProblem[] => {
    const value = serving[field];
    const { min, max } = servingRanges[field];
    if (!Number.isInteger(value)) return [{ field, code: 'notWhole', values: { field, value } }];
    if (value < min || value > max) {
      return [{ field, code: 'outOfRange', values: { field, value, min, max } }];
    }
    return [];
  });
}
