// One function per operation of a plan: reads tensors, weights and cache of the run, and writes its result there.

import {
  axesOf,
  find,
  headsOf,
  rowWidth,
  sizeOf,
  slice,
  type AppendStep,
  type AttendStep,
  type NormalizeStep,
  type ProjectStep,
  type RotateStep,
} from '../attention/plan';
import { ropeTable } from '../attention/rope';
import { attendRow, sightOf } from './attend';
import { normalize } from './normalize';
import { cachedRows, joined } from './pieces';
import { multiply } from './project';
import { rotate } from './rotate';
import { matrixOf, tensor, viewed, weight, type Run } from './run';

/** Room for a tensor of the new tokens, [batch, newTokens, ...axes]; NaN until computed. */
function allocate(run: Run, id: string): Float64Array {
  const { batch } = run.cache;
  const size = batch * run.input.newTokens * sizeOf(axesOf(run.plan, id));
  const data = new Float64Array(size).fill(NaN);
  run.tensors.set(id, data);
  return data;
}

/** Yields multiply-adds. */
export function* projectStep(run: Run, step: ProjectStep): Generator<number, void> {
  const w = matrixOf(run, step);
  const x = viewed(run.plan, step.x, tensor(run, step.x.of));
  const out = allocate(run, step.out);
  const matrices = step.perHead ? w.heads : 1;
  const count = w.outputs.length / matrices;
  const width = w.contracted.length;
  const xStride = sizeOf(slice(run.plan, step.x).axes);
  for (let head = 0; head < matrices; head++) {
    yield* multiply(
      w,
      { first: head * count, count },
      run.rows,
      { data: x, stride: xStride, at: head * width },
      { data: out, stride: w.outputs.length, at: head * count },
    );
  }
  const { bias } = find(run.plan.weights, step.w.of);
  if (bias === undefined) return;
  const added = weight(run.weights, bias);
  for (const row of run.rows) {
    for (let o = 0; o < added.length; o++) out[row * added.length + o]! += added[o]!;
  }
}

export function normalizeStep(run: Run, { x, weight: id, eps, out }: NormalizeStep): void {
  const rows = viewed(run.plan, x, tensor(run, x.of));
  run.tensors.set(out, normalize(rows, weight(run.weights, id), eps));
}

export function rotateStep(run: Run, { x, at, table, out }: RotateStep): void {
  const { spec, dim } = find(run.plan.tables, table);
  const { newTokens, starts } = run.input;
  const rows = viewed(run.plan, x, tensor(run, x.of));
  const turns = new Float64Array(starts.length * newTokens * dim);
  for (const [sequence, start] of starts.entries()) {
    turns.set(ropeTable(spec, dim, start, newTokens), sequence * newTokens * dim);
  }
  const width = rowWidth(run.plan, [{ from: x, heads: 'own' }]);
  run.tensors.set(out, rotate(rows, width, spec.pairs, dim, turns, at));
}

export function appendStep(run: Run, { x, field }: AppendStep): void {
  const { heads, width } = find(run.plan.cache, field);
  const { newTokens, starts } = run.input;
  const rows = joined(run, x, heads);
  for (const [sequence, start] of starts.entries()) {
    for (let head = 0; head < heads; head++) {
      const cached = run.cache.rows(field, sequence, head, start + newTokens);
      for (let token = 0; token < newTokens; token++) {
        const from = ((sequence * newTokens + token) * heads + head) * width;
        cached.set(rows.subarray(from, from + width), (start + token) * width);
      }
    }
  }
}

/**
 * Head by head: the cached keys and values are laid out once for the query heads that share them.
 * Yields multiply-adds; returns the probabilities, [batch, heads, newTokens, longest length], if tapped.
 */
export function* attendStep(run: Run, step: AttendStep): Generator<number, Float64Array | null> {
  const { plan, input } = run;
  const { newTokens, lengths, offsets, window = Infinity, tapProbs } = input;
  const heads = headsOf(plan, { of: step.out });
  const own = [...step.key, ...step.value].filter((piece) => piece.heads === 'own');
  const kvHeads = Math.max(1, ...own.map((piece) => headsOf(plan, piece.from)));
  const groupSize = heads / kvHeads;
  const qkWidth = rowWidth(plan, step.q);
  const vWidth = rowWidth(plan, step.value);
  const queries = joined(run, step.q, heads);
  const out = allocate(run, step.out);
  const longest = Math.max(...lengths);
  const probs = new Float64Array(longest);
  const tapped = tapProbs ? new Float64Array(lengths.length * heads * newTokens * longest) : null;

  const chosen = input.queries ?? Array.from({ length: newTokens }, (_, query) => query);
  run.rows = lengths.flatMap((_, sequence) => chosen.map((query) => sequence * newTokens + query));

  for (const [sequence, length] of lengths.entries()) {
    const seen = { length, offset: offsets[sequence] ?? 0, window };
    for (let kvHead = 0; kvHead < kvHeads; kvHead++) {
      const keys = yield* cachedRows(run, step.key, sequence, kvHead, length);
      const values = yield* cachedRows(run, step.value, sequence, kvHead, length);
      for (let head = kvHead * groupSize; head < (kvHead + 1) * groupSize; head++) {
        for (const query of chosen) {
          const row = (sequence * newTokens + query) * heads + head;
          const sight = sightOf(step.mask, query, seen);
          attendRow(
            queries.subarray(row * qkWidth, (row + 1) * qkWidth),
            keys,
            values,
            sight,
            step,
            probs,
            out.subarray(row * vWidth, (row + 1) * vWidth),
          );
          tapped?.set(probs, ((sequence * heads + head) * newTokens + query) * longest);
          yield Math.max(0, sight.end - sight.first) * (qkWidth + vWidth);
        }
      }
    }
  }
  return tapped;
}
