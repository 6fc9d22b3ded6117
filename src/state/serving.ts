// What a model is asked to serve: context, batch and layers, and what is wrong with them, in the words of `problemTemplates`
// and `servingTemplates`.

import type { DimRange, Problem } from '../attention/dims';
import type { LayerGroup } from '../attention/layers';

/** Counts: cached tokens of each sequence, sequences, layers that keep a cache. */
export interface Serving {
  readonly context: number;
  readonly batch: number;
  readonly layers: number;
  /** How many of the layers keep a window of tokens alone. */
  readonly windowLayers: number;
  /** Tokens that they keep; means nothing while they are none. */
  readonly window: number;
}

export type ServingName = keyof Serving;

export const servingRanges: Record<ServingName, DimRange> = {
  context: { min: 1, max: 4194304 },
  batch: { min: 1, max: 4096 },
  layers: { min: 1, max: 1024 },
  windowLayers: { min: 0, max: 1024 },
  window: { min: 1, max: 4194304 },
};

export interface ServingProblem extends Pick<Problem, 'values'> {
  readonly field: ServingName;
  readonly code: Problem['code'] | 'moreThanLayers';
}

/** The layers by what they keep: first those that keep everything. */
export function layerGroups({
  layers,
  windowLayers,
  window,
}: Pick<Serving, 'layers' | 'windowLayers' | 'window'>): LayerGroup[] {
  const full = layers - windowLayers;
  return [
    ...(full > 0 ? [{ layers: full }] : []),
    ...(windowLayers > 0 ? [{ layers: windowLayers, window }] : []),
  ];
}

export function servingProblems(serving: Serving): ServingProblem[] {
  const { layers, windowLayers } = serving;
  const names: readonly ServingName[] = ['context', 'batch', 'layers', 'windowLayers'];
  const read = windowLayers === 0 ? names : [...names, 'window' as const];
  const found = read.flatMap((field): ServingProblem[] => {
    const value = serving[field];
    const { min, max } = servingRanges[field];
    if (!Number.isInteger(value)) return [{ field, code: 'notWhole', values: { field, value } }];
    if (value < min || value > max) {
      return [{ field, code: 'outOfRange', values: { field, value, min, max } }];
    }
    return [];
  });
  if (found.length === 0 && windowLayers > layers) {
    return [{ field: 'windowLayers', code: 'moreThanLayers', values: { windowLayers, layers } }];
  }
  return found;
}
