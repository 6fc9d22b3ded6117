// Rows made of pieces: of the new tokens, and of one head's tokens that attention reads.

import { rowWidth, slice, type Piece, type View } from '../attention/plan';
import type { Tokens } from './cache';
import { madeRows } from './rebuild';
import { tensor, viewed, type Run } from './run';

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

/** One head's rows of some tokens, pieces side by side: [count, width]. Yields multiply-adds. */
export function* attendedRows(
  run: Run,
  pieces: readonly Piece[],
  sequence: number,
  head: number,
  tokens: Tokens,
): Generator<number, Float64Array> {
  const width = rowWidth(run.plan, pieces);
  const parts: Float64Array[] = [];
  for (const piece of pieces) {
    const own = piece.heads === 'own' ? head : 0;
    parts.push(yield* pieceRows(run, piece.from, sequence, own, tokens));
  }
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const out = new Float64Array(tokens.count * width);
  let at = 0;
  for (const part of parts) {
    const partWidth = part.length / tokens.count;
    for (let row = 0; row < tokens.count; row++) {
      out.set(part.subarray(row * partWidth, (row + 1) * partWidth), row * width + at);
    }
    at += partWidth;
  }
  return out;
}

/** A view of one head of a cache field, of a tensor made from cached rows, or of one made of the new tokens. */
function* pieceRows(
  run: Run,
  view: View,
  sequence: number,
  head: number,
  tokens: Tokens,
): Generator<number, Float64Array> {
  const { axes, cut, from, whole } = slice(run.plan, view);
  if (cut !== whole.length - 1) {
    throw new Error(`attention cuts "${view.of}" along its last axis only`);
  }
  const rows = yield* madeRows(run, view.of, sequence, head, tokens);
  const all = rows.length / tokens.count;
  const kept = axes.at(-1)?.[1] ?? all;
  if (kept === all) return rows instanceof Float64Array ? rows : new Float64Array(rows);
  const out = new Float64Array(tokens.count * kept);
  for (let row = 0; row < tokens.count; row++) {
    out.set(rows.subarray(row * all + from, row * all + from + kept), row * kept);
  }
  return out;
}
