// One head's rows that attention reads: cached, of the new tokens, or made from cached rows when it asks.
//
// What is made from cached rows is never kept whole: 128 heads of 4096 tokens would take a gigabyte.

import {
  headsOf,
  slice,
  type OuterProductStep,
  type RebuildStep,
  type View,
} from '../attention/plan';
import type { Tokens } from './cache';
import { multiply } from './project';
import { matrixOf, tensor, type Run } from './run';
import { addScaled } from './vector';

/** Rows of one head, [count, width]. Yields multiply-adds. */
export function* madeRows(
  run: Run,
  id: string,
  sequence: number,
  head: number,
  tokens: Tokens,
): Generator<number, Float64Array | Float32Array> {
  const { plan, cache } = run;
  if (plan.cache.some((field) => field.id === id)) return cache.rows(id, sequence, head, tokens);
  for (const step of plan.steps) {
    if (step.op === 'rebuild' && step.out === id) {
      return yield* rebuiltRows(run, step, sequence, head, tokens);
    }
    if (step.op === 'outerProduct' && step.out === id && ofCached(run, step)) {
      return yield* productRows(run, step, sequence, head, tokens);
    }
  }
  return newRows(run, id, sequence, head, tokens);
}

/** Whether an outer product makes rows of cached tokens. */
export const ofCached = ({ plan }: Run, { out }: OuterProductStep): boolean =>
  plan.tensors.some(({ id, rows }) => id === out && rows === 'cached');

/** Where the columns of a view stand in a head's rows, [count, width of the whole]. */
function columns(run: Run, view: View, rows: Float64Array | Float32Array, count: number) {
  const { cut, from, whole } = slice(run.plan, view);
  if (cut !== whole.length - 1) throw new Error(`"${view.of}" is cut along its last axis only`);
  return { data: new Float64Array(rows), stride: rows.length / count, at: from };
}

/** One head of what `rebuild` makes. */
function* rebuiltRows(
  run: Run,
  step: RebuildStep,
  sequence: number,
  head: number,
  tokens: Tokens,
): Generator<number, Float64Array> {
  const { count } = tokens;
  const heads = headsOf(run.plan, { of: step.out });
  // Each head of what is cached serves a group of the heads that are made of it.
  const fromHead = Math.floor((head * headsOf(run.plan, step.from)) / heads);
  const cached = yield* madeRows(run, step.from.of, sequence, fromHead, tokens);
  const w = matrixOf(run, step);
  const width = w.outputs.length / heads;
  const rebuilt = new Float64Array(count * width);
  yield* multiply(
    w,
    { first: head * width, count: width },
    Array.from({ length: count }, (_, row) => row),
    columns(run, step.from, cached, count),
    { data: rebuilt, stride: width, at: 0 },
  );
  return rebuilt;
}

/** One head of what `outerProduct` makes of cached factors, whose heads are the ranks. */
function* productRows(
  run: Run,
  { left, right, scale }: OuterProductStep,
  sequence: number,
  head: number,
  tokens: Tokens,
): Generator<number, Float64Array> {
  const { count } = tokens;
  const ranks = headsOf(run.plan, left);
  const width = slice(run.plan, right).axes.at(-1)?.[1] ?? 0;
  const out = new Float64Array(count * width);
  for (let rank = 0; rank < ranks; rank++) {
    const ofLeft = yield* madeRows(run, left.of, sequence, rank, tokens);
    const ofRight = yield* madeRows(run, right.of, sequence, rank, tokens);
    const over = columns(run, left, ofLeft, count);
    const of = columns(run, right, ofRight, count);
    for (let row = 0; row < count; row++) {
      const factor = scale * over.data[row * over.stride + over.at + head]!;
      addScaled(
        out.subarray(row * width, (row + 1) * width),
        factor,
        of.data,
        row * of.stride + of.at,
      );
    }
    yield count * width;
  }
  return out;
}

/** One head of a tensor of the new tokens, for a plan that attends to them without a cache. */
function newRows(
  run: Run,
  id: string,
  sequence: number,
  head: number,
  { first, count }: Tokens,
): Float64Array {
  const { newTokens } = run.input;
  if (first + count > newTokens) {
    throw new Error(
      `"${id}" has rows of the ${newTokens} new tokens alone: token ${first + count - 1} is not among them`,
    );
  }
  const data = tensor(run, id);
  const heads = headsOf(run.plan, { of: id });
  const width = data.length / (run.cache.batch * newTokens * heads);
  const out = new Float64Array(count * width);
  for (let row = 0; row < count; row++) {
    const from = ((sequence * newTokens + first + row) * heads + head) * width;
    out.set(data.subarray(from, from + width), row * width);
  }
  return out;
}
