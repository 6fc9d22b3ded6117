// What a token's tensors look like and how they compare with float64: small enough to send, whatever their size.

import { axesOf, find, sizeOf, type Plan } from '../attention/plan';
import { writes } from '../attention/scope';
import { compare } from '../reference/agreement';
import type { TensorReport, TensorSource } from './tokenRecords';

/** A strip has no more: they are drawn a pixel or two wide. */
const mostCells = 64;

/** What a step made of one token. */
export interface TokenMade {
  /** By id of a tensor or a cache field, [batch, ...axes]. */
  readonly values: ReadonlyMap<string, Float32Array>;
  /** Of those, what was read from the second, unfused step. */
  readonly unfused: ReadonlySet<string>;
  /** Lists of steps that one kernel takes together. */
  readonly joined: readonly (readonly number[])[];
}

/** Values in cells: of each run of neighbours the one furthest from 0; NaN where there is one, which must be seen. */
function inCells(values: Float32Array): { cells: number[]; perCell: number } {
  const perCell = Math.max(1, Math.ceil(values.length / mostCells));
  const cells: number[] = [];
  for (let first = 0; first < values.length; first += perCell) {
    let furthest = 0;
    for (const value of values.subarray(first, first + perCell)) {
      if (!(Math.abs(value) <= Math.abs(furthest))) furthest = value;
      if (Number.isNaN(value)) break;
    }
    cells.push(furthest);
  }
  return { cells, perCell };
}

/** Why a tensor is not stored: the kernel that makes it goes on to what reads it. */
function withinOf(plan: Plan, id: string, { joined }: TokenMade): readonly number[] {
  const maker = plan.steps.findIndex((step) => writes(step) === id);
  const together = joined.find((steps) => steps.includes(maker));
  if (together) return together;
  // What is made of cached rows is made where it is attended to.
  const attend = plan.steps.findIndex(({ op }) => op === 'attend');
  return maker < 0 || attend < 0 ? [] : [maker, attend];
}

const sourceOf = (id: string, { values, unfused }: TokenMade): TensorSource => {
  if (!values.has(id)) return 'nowhere';
  return unfused.has(id) ? 'unfused' : 'stored';
};

/** One report for each tensor and cache field of the plan. */
export function tensorReports(
  plan: Plan,
  made: TokenMade,
  expected: ReadonlyMap<string, Float64Array>,
  bound: number,
): TensorReport[] {
  const ids = [...plan.tensors, ...plan.cache].map(({ id }) => id);
  return ids.map((id): TensorReport => {
    const values = made.values.get(id) ?? new Float32Array();
    const wanted = expected.get(id);
    const source = sourceOf(id, made);
    const compared = wanted && source !== 'nowhere' ? compare(values, wanted, bound) : null;
    return {
      id,
      elements: sizeOf(axesOf(plan, id)),
      source,
      within: source === 'stored' ? [] : withinOf(plan, id, made),
      ...inCells(values),
      lowest: values.reduce((least, value) => Math.min(least, value), Infinity),
      highest: values.reduce((most, value) => Math.max(most, value), -Infinity),
      agreement: compared ? { error: compared.error, bound, agrees: compared.agrees } : null,
    };
  });
}

/** Ids of the tensors of the new token, of those of cached ones, and of the cache fields. */
export function idsOf({ tensors, cache }: Plan) {
  const of = (rows: 'new' | 'cached') =>
    tensors.filter((tensor) => tensor.rows === rows).map(({ id }) => id);
  return { made: of('new'), rebuilt: of('cached'), fields: cache.map(({ id }) => id) };
}

/** Whether a tensor has rows of cached tokens. */
export const isRebuilt = (plan: Plan, id: string): boolean =>
  find(plan.tensors, id).rows === 'cached';
