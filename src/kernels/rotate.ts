// Schedules rotary position embedding: one lane an output element.

import { find, slice, type RotateStep } from '../attention/plan';
import type { RopePairs } from '../attention/rope';
import { rowLayout } from './layout';
import { flatGrid, u32, type Context, type Dispatch } from './dispatch';

export const pairFiles: Record<RopePairs, string> = {
  interleaved: 'pairs/interleaved',
  half: 'pairs/half',
  deinterleaveHalf: 'pairs/deinterleave_half',
};

export function scheduleRotate(step: RotateStep, { plan, index }: Context): Dispatch {
  const x = rowLayout(find(plan.tensors, step.x.of).axes);
  const out = rowLayout(find(plan.tensors, step.out).axes);
  const table = find(plan.tables, step.table);
  const { from } = slice(plan, step.x);
  return {
    covers: [index],
    kernel: '3_rotate',
    slots: { pairs: pairFiles[table.spec.pairs] },
    constants: u32({
      WIDTH: out.width,
      ROTARY_FROM: step.at ?? 0,
      ROTARY_DIM: table.dim,
      IN_HEADS: out.heads,
      IN_ROW: x.rowStride,
      IN_HEAD: x.headStride,
      IN_FROM: from,
      OUT_HEAD: out.headStride,
    }),
    buffers: { inputs: step.x.of, turns: step.table, results: step.out },
    grid: ({ batch, newTokens }) => flatGrid(batch * newTokens * out.rowStride),
    traffic: ({ batch, newTokens }) => ({
      readBytes: batch * newTokens * (out.heads * out.width + table.dim) * 4,
      writtenBytes: batch * newTokens * out.rowStride * 4,
    }),
  };
}
