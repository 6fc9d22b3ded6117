// What the operations of one step share: the plan, its numbers so far, and access to them by view.

import {
  axesOf,
  slice,
  sizeOf,
  type AdditiveMask,
  type Plan,
  type ProjectStep,
  type RebuildStep,
  type Tap,
  type View,
} from '../attention/plan';
import type { ReferenceCache } from './cache';
import type { Matrix } from './project';

export type Weights = Readonly<Record<string, Float32Array | Float64Array>>;

/** One pass over the plan: what is known about its tokens. Arrays named per sequence are [batch]. */
export interface StepInput {
  /** Tokens that each sequence brings. */
  readonly newTokens: number;
  /** By tensor id, [batch, newTokens, ...axes]. */
  readonly inputs: Readonly<Record<string, Float32Array | Float64Array>>;
  /** Position of the first new token, per sequence: where it is appended and how far it is rotated. */
  readonly starts: readonly number[];
  /** Visible keys, the new ones included, per sequence. */
  readonly lengths: readonly number[];
  /** Signed, per sequence: query i sees key j when j <= i + offset. */
  readonly offsets: readonly number[];
  /** Keys that a query sees at most, itself included, where the plan's mask has a window. */
  readonly window?: number;
  /** Attend with these query rows only (0 to newTokens - 1); what follows is NaN in the others. */
  readonly queries?: readonly number[];
  /** Added to the scores, where the plan's mask says so. */
  readonly additive?: AdditiveMask;
  /** Keep the scores at this stage. */
  readonly tap?: Tap;
}

export interface Run {
  readonly plan: Plan;
  readonly weights: Weights;
  readonly matrices: ReadonlyMap<ProjectStep | RebuildStep, Matrix>;
  readonly cache: ReferenceCache;
  readonly input: StepInput;
  /** By id, [batch, newTokens, ...axes]: the inputs and every tensor made so far. */
  readonly tensors: Map<string, Float64Array>;
  /** Rows of the tensors, [batch newTokens], that the steps still compute. */
  rows: readonly number[];
}

export function weight(weights: Weights, id: string): Float32Array | Float64Array {
  const data = weights[id];
  if (!data) throw new Error(`no values were given for the weight "${id}"`);
  return data;
}

export function matrixOf(run: Run, step: ProjectStep | RebuildStep): Matrix {
  const found = run.matrices.get(step);
  if (!found) throw new Error(`the step that makes "${step.out}" is not of this plan`);
  return found;
}

/** A tensor of the run, [batch, newTokens, ...axes]. */
export function tensor(run: Run, id: string): Float64Array {
  const data = run.tensors.get(id);
  if (!data) throw new Error(`"${id}" is read before a step makes it`);
  return data;
}

/** Room for a tensor of the new tokens, [batch, newTokens, ...axes]; NaN until computed. */
export function allocate(run: Run, id: string): Float64Array {
  const { batch } = run.cache;
  const size = batch * run.input.newTokens * sizeOf(axesOf(run.plan, id));
  const data = new Float64Array(size).fill(NaN);
  run.tensors.set(id, data);
  return data;
}

/** The columns of `data` that a view names, [rows, ...axes of the view], where `data` is [rows, ...axes]. */
export function viewed(plan: Plan, view: View, data: Float64Array): Float64Array {
  const { whole, axes, cut, from } = slice(plan, view);
  const inner = sizeOf(whole.slice(cut + 1));
  const all = sizeOf(whole.slice(cut));
  const kept = sizeOf(axes.slice(cut));
  if (kept === all) return data;
  const blocks = data.length / all;
  const out = new Float64Array(blocks * kept);
  for (let block = 0; block < blocks; block++) {
    const begin = block * all + from * inner;
    out.set(data.subarray(begin, begin + kept), block * kept);
  }
  return out;
}
