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

const rangeProblems = (values: Partial<Serving>, names: readonly ServingName[]): ServingProblem[] =>
  names.flatMap((field): ServingProblem[] => {
    const value = values[field] ?? Number.NaN;
    const { min, max } = servingRanges[field];
    if (!Number.isInteger(value)) return [{ field, code: 'notWhole', values: { field, value } }];
    if (value < min || value > max) {
      return [{ field, code: 'outOfRange', values: { field, value, min, max } }];
    }
    return [];
  });

/** What is wrong with what is asked of every model alike. */
export const workloadProblems = (workload: Pick<Serving, 'context' | 'batch'>): ServingProblem[] =>
  rangeProblems(workload, ['context', 'batch']);

/** What is wrong with a model's layers; its window is not looked at while no layer has one. */
export function layerProblems({
  layers,
  windowLayers,
  window,
}: Pick<Serving, 'layers' | 'windowLayers' | 'window'>): ServingProblem[] {
  const values = { layers, windowLayers, window };
  const names: readonly ServingName[] = ['layers', 'windowLayers'];
  const found = rangeProblems(values, windowLayers === 0 ? names : [...names, 'window']);
  if (found.length === 0 && windowLayers > layers) {
    return [{ field: 'windowLayers', code: 'moreThanLayers', values: { windowLayers, layers } }];
  }
  return found;
}
