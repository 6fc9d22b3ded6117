// Store: the K/V matrices whose low rank is shown, seeded or of a file, and what was measured of each.

import { createStore } from 'zustand/vanilla';
import { mha } from '../attention/variants/mha';
import type { Plan } from '../attention/plan';
import type { Dims } from '../attention/dims';
import type { Fault } from '../lowrank/fault';
import type { Measured, Stage } from '../lowrank/measure';
import type { Pair } from '../lowrank/pairs';
import type { SeededRequest } from '../lowrank/protocol';
import type { JointSizes } from '../lowrank/seeded';
import type { Controls } from './controls';
import { remember } from './remember';

export const weightSources = ['seeded', 'file'] as const;
export type WeightSource = (typeof weightSources)[number];

export interface SeededMeasured {
  readonly kind: 'seeded';
  readonly request: SeededRequest;
  readonly measured: Measured;
}

export interface FileMeasured {
  readonly kind: 'file';
  /** The file's own name. */
  readonly name: string;
  readonly pairs: readonly Pair[];
  /** Which of them was measured. */
  readonly chosen: number;
  readonly measured: Measured;
}

export interface LowRank {
  readonly source: WeightSource;
  readonly seeded: SeededMeasured | null;
  readonly file: FileMeasured | null;
  /** What is being done; `name` is the file's, and the stage null until it is known. */
  readonly busy: {
    readonly of: WeightSource;
    readonly name: string;
    readonly stage: Stage | null;
  } | null;
  /** What was wrong with the last file, or the last decomposition (`name` is then ''). */
  readonly fault: { readonly name: string; readonly fault: Fault } | null;
  /** Whether what was asked for last was stopped. */
  readonly stopped: boolean;
}

export const noLowRank: LowRank = {
  source: 'seeded',
  seeded: null,
  file: null,
  busy: null,
  fault: null,
  stopped: false,
};

export const lowRankStore = createStore<LowRank>(() => noLowRank);

/** Elements that a weight makes of one token. */
const rowsOf = ({ weights }: Plan, id: string): number =>
  weights
    .find((weight) => weight.id === id)
    ?.axes.reduce((rows, [name, size]) => (name === 'model' ? rows : rows * size), 1) ?? 0;

/** The joint matrix of the model's layer if every query head had keys and values of its own; null where it cannot be. */
const sizesOf = remember((dims: Dims): JointSizes | null => {
  if (mha.problems(dims).length > 0) return null;
  const plan = mha.plan(dims, { phase: 'decode' });
  return {
    keyRows: rowsOf(plan, 'wk'),
    valueRows: rowsOf(plan, 'wv'),
    columns: dims.modelDim,
  };
});

const request = remember(
  (
    keyRows: number,
    valueRows: number,
    columns: number,
    fall: number,
    seed: number,
  ): SeededRequest => ({ sizes: { keyRows, valueRows, columns }, exponent: fall / 100, seed }),
);

/** The same object as long as nothing that it says changes. */
export function seededRequestOf({ dims, spectrumFall, seed }: Controls): SeededRequest | null {
  const sizes = sizesOf(dims);
  if (!sizes) return null;
  return request(sizes.keyRows, sizes.valueRows, sizes.columns, spectrumFall, seed);
}
