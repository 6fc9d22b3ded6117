// What a plan does to the few rows of its new tokens besides projecting them, without kernels: it takes microseconds.

import {
  find,
  sizeOf,
  slice,
  type AppendStep,
  type NormalizeStep,
  type OuterProductStep,
  type RotateStep,
  type View,
} from '../attention/plan';
import { ropeTable } from '../attention/rope';
import { normalize } from '../reference/normalize';
import { rotate } from '../reference/rotate';
import { weight, type Weights } from './project';
import { columnsOf, type Storage } from './storage';

/** The columns of a tensor that a view names, dense: [rows, heads, width]. */
function viewed(storage: Storage, view: View, newTokens: number): Float64Array {
  const { width, from, headElements } = columnsOf(storage.plan, view);
  const whole = storage.values(view.of, newTokens);
  const out = new Float64Array((whole.length / headElements) * width);
  for (let at = from, to = 0; to < out.length; at += headElements, to += width) {
    out.set(whole.subarray(at, at + width), to);
  }
  return out;
}

export function normalizeRows(
  storage: Storage,
  { x, weight: id, eps, out }: NormalizeStep,
  weights: Weights,
  newTokens: number,
): void {
  const rows = normalize(viewed(storage, x, newTokens), weight(weights, id), eps);
  storage.values(out, newTokens).set(rows);
}

/** @param starts [batch], position of the first new token */
export function rotateRows(
  storage: Storage,
  { x, at, table, out }: RotateStep,
  starts: readonly number[],
  newTokens: number,
): void {
  const { spec, dim } = find(storage.plan.tables, table);
  const turns = new Float64Array(starts.length * newTokens * dim);
  starts.forEach((start, sequence) => {
    turns.set(ropeTable(spec, dim, start, newTokens), sequence * newTokens * dim);
  });
  const { width } = columnsOf(storage.plan, x);
  const rows = rotate(viewed(storage, x, newTokens), width, spec.pairs, dim, turns, at);
  storage.values(out, newTokens).set(rows);
}

/** Writes the pieces, side by side, as the new tokens' rows of a cache field. */
export function appendRows(
  storage: Storage,
  { x, field }: AppendStep,
  starts: readonly number[],
  newTokens: number,
): void {
  const { heads } = find(storage.plan.cache, field);
  let column = 0;
  for (const piece of x) {
    const { width, from, headElements, rowElements } = columnsOf(storage.plan, piece.from);
    const rows = storage.values(piece.from.of, newTokens);
    starts.forEach((start, sequence) => {
      for (let token = 0; token < newTokens; token++) {
        for (let head = 0; head < heads; head++) {
          const own = piece.heads === 'own' ? head * headElements : 0;
          const at = (sequence * newTokens + token) * rowElements + own + from;
          const index = [sequence, head, start + token] as const;
          storage.writeRow(field, index, rows.subarray(at, at + width), column);
        }
      }
    });
    column += width;
  }
}

/** Heads of the new tokens as sums of outer products. Zhang et al. 2025, arXiv:2501.06425, equation 3. */
export function productRows(
  storage: Storage,
  { left, right, scale, out: id }: OuterProductStep,
  newTokens: number,
): void {
  const { plan } = storage;
  const [ranks = 0, heads = 0] = slice(plan, left).axes.map(([, size]) => size);
  const width = slice(plan, right).axes.at(-1)?.[1] ?? 0;
  const over = viewed(storage, left, newTokens);
  const of = viewed(storage, right, newTokens);
  const out = storage.values(id, newTokens).fill(0);
  const perRow = sizeOf(find(plan.tensors, id).axes);
  for (let row = 0; row * perRow < out.length; row++) {
    for (let rank = 0; rank < ranks; rank++) {
      for (let head = 0; head < heads; head++) {
        const factor = scale * (over[(row * ranks + rank) * heads + head] ?? NaN);
        const at = row * perRow + head * width;
        const from = (row * ranks + rank) * width;
        for (let i = 0; i < width; i++) {
          out[at + i] = (out[at + i] ?? 0) + factor * (of[from + i] ?? NaN);
        }
      }
    }
  }
}
