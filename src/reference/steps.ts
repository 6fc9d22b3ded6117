// One function per operation of a plan: reads tensors, weights and cache of the run, and writes its result there.

import {
  find,
  rowWidth,
  sizeOf,
  slice,
  type AppendStep,
  type NormalizeStep,
  type ProjectStep,
  type RotateStep,
} from '../attention/plan';
import { ropeTable } from '../attention/rope';
import { normalize } from './normalize';
import { joined } from './pieces';
import { multiply } from './project';
import { rotate } from './rotate';
import { allocate, matrixOf, tensor, viewed, weight, type Run } from './run';

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
      for (let token = 0; token < newTokens; token++) {
        const from = ((sequence * newTokens + token) * heads + head) * width;
        run.cache.writeRows(
          field,
          sequence,
          head,
          start + token,
          rows.subarray(from, from + width),
        );
      }
    }
  }
}
