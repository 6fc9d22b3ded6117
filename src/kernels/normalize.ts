// Schedules RMSNorm: one workgroup a row.

import { find, slice, type NormalizeStep } from '../attention/plan';
import { rowLayout } from './layout';
import { f32, groupLanes, reduceSlots, u32, type Context, type Dispatch } from './dispatch';

export function scheduleNormalize(step: NormalizeStep, { plan, knobs, index }: Context): Dispatch {
  const x = rowLayout(find(plan.tensors, step.x.of).axes);
  const out = rowLayout(find(plan.tensors, step.out).axes);
  const { from } = slice(plan, step.x);
  return {
    covers: [index],
    kernel: '2_normalize',
    slots: reduceSlots(knobs, groupLanes(knobs)),
    constants: {
      ...u32({
        LANES: groupLanes(knobs),
        WIDTH: out.width,
        IN_ROW: x.rowStride,
        IN_HEAD: x.headStride,
        IN_FROM: from,
        OUT_ROW: out.rowStride,
        OUT_HEAD: out.headStride,
      }),
      EPSILON: f32(step.eps),
    },
    buffers: { inputs: step.x.of, gains: step.weight, results: step.out },
    grid: ({ batch, newTokens }) => [out.heads, batch * newTokens, 1],
    traffic: ({ batch, newTokens }) => ({
      readBytes: batch * newTokens * out.heads * out.width * 8,
      writtenBytes: batch * newTokens * out.rowStride * 4,
    }),
  };
}
