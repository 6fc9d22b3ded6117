// Heads of the new tokens as sums of outer products. Zhang et al. 2025, arXiv:2501.06425, equation 3.

import { slice, type OuterProductStep } from '../attention/plan';
import { allocate, tensor, viewed, type Run } from './run';
import { addScaled } from './vector';

/** Yields multiply-adds. */
export function* outerProductStep(
  run: Run,
  { left, right, scale, out: id }: OuterProductStep,
): Generator<number, void> {
  const [ranks = 0, heads = 0] = slice(run.plan, left).axes.map(([, size]) => size);
  const width = slice(run.plan, right).axes.at(-1)?.[1] ?? 0;
  const over = viewed(run.plan, left, tensor(run, left.of));
  const of = viewed(run.plan, right, tensor(run, right.of));
  const out = allocate(run, id);
  for (const row of run.rows) {
    for (let head = 0; head < heads; head++) {
      const at = (row * heads + head) * width;
      const sum = out.subarray(at, at + width).fill(0);
      for (let rank = 0; rank < ranks; rank++) {
        const factor = scale * over[(row * ranks + rank) * heads + head]!;
        addScaled(sum, factor, of, (row * ranks + rank) * width);
      }
    }
    yield ranks * heads * width;
  }
}
