// Rows made of pieces: of the new tokens, and of one head's cached tokens.

import {
  headsOf,
  rowWidth,
  slice,
  type Piece,
  type RebuildStep,
  type View,
} from '../attention/plan';
import { multiply } from './project';
import { matrixOf, tensor, viewed, type Run } from './run';

/** Pieces of the new tokens side by side, for `heads` heads: [batch newTokens, heads, width]. */
export function joined(run: Run, pieces: readonly Piece[], heads: number): Float64Array {
  const width = rowWidth(run.plan, pieces);
  const rows = run.cache.batch * run.input.newTokens;
  const out = new Float64Array(rows * heads * width);
  let at = 0;
  for (const piece of pieces) {
    const data = viewed(run.plan, piece.from, tensor(run, piece.from.of));
    const partWidth = rowWidth(run.plan, [piece]);
    const partHeads = data.length / (rows * partWidth);
    for (let row = 0; row < rows; row++) {
      for (let head = 0; head < heads; head++) {
        const from = (row * partHeads + (piece.heads === 'own' ? head : 0)) * partWidth;
        out.set(data.subarray(from, from + partWidth), (row * heads + head) * width + at);
      }
    }
    at += partWidth;
  }
  return out;
}

/** One head's rows of the first `count` cached tokens, pieces side by side: [count, width]. Yields multiply-adds. */
export function* cachedRows(
  run: Run,
  pieces: readonly Piece[],
  sequence: number,
  head: number,
  count: number,
): Generator<number, Float64Array> {
  const width = rowWidth(run.plan, pieces);
  const parts: Float64Array[] = [];
  for (const piece of pieces) {
    parts.push(yield* headRows(run, piece.from, sequence, piece.heads === 'own' ? head : 0, count));
  }
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const out = new Float64Array(count * width);
  let at = 0;
  for (const part of parts) {
    const partWidth = part.length / count;
    for (let row = 0; row < count; row++) {
      out.set(part.subarray(row * partWidth, (row + 1) * partWidth), row * width + at);
    }
    at += partWidth;
  }
  return out;
}

/** A view of one head of a cache field, or of a tensor rebuilt from one: [count, width of the view]. */
function* headRows(
  run: Run,
  view: View,
  sequence: number,
  head: number,
  count: number,
): Generator<number, Float64Array> {
  const { axes, cut, from, whole } = slice(run.plan, view);
  if (cut !== whole.length - 1)
    throw new Error(`cached "${view.of}" is cut along its last axis only`);
  const rebuild = run.plan.steps.find((step) => step.op === 'rebuild' && step.out === view.of);
  const rows =
    rebuild?.op === 'rebuild'
      ? yield* rebuiltRows(run, rebuild, sequence, head, count)
      : run.cache.rows(view.of, sequence, head, count);
  const all = rows.length / count;
  const kept = axes.at(-1)?.[1] ?? all;
  if (kept === all) return rows instanceof Float64Array ? rows : new Float64Array(rows);
  const out = new Float64Array(count * kept);
  for (let row = 0; row < count; row++) {
    out.set(rows.subarray(row * all + from, row * all + from + kept), row * kept);
  }
  return out;
}

/**
 * One head of what `rebuild` makes, [count, width]. It is made when attention asks and never kept whole: 128
 * heads of 4096 tokens would take a gigabyte.
 */
function* rebuiltRows(
  run: Run,
  step: RebuildStep,
  sequence: number,
  head: number,
  count: number,
): Generator<number, Float64Array> {
  const heads = headsOf(run.plan, { of: step.out });
  const fromHead = Math.floor((head * headsOf(run.plan, step.from)) / heads);
  const x = yield* headRows(run, step.from, sequence, fromHead, count);
  const w = matrixOf(run, step);
  const width = w.outputs.length / heads;
  const rebuilt = new Float64Array(count * width);
  yield* multiply(
    w,
    { first: head * width, count: width },
    Array.from({ length: count }, (_, row) => row),
    { data: x, stride: x.length / count, at: 0 },
    { data: rebuilt, stride: width, at: 0 },
  );
  return rebuilt;
}
