// Schedules a look at the scores of an attend step, which its own kernels never hold whole.

import type { AttendStep, Tap } from '../attention/plan';
import { shapeOf } from './attendShape';
import { reduceSlots, u32, type Context, type Dispatch } from './dispatch';
import { spansOf } from './rebuilt';

const stageFile: Record<Tap, string> = {
  product: 'stage/products',
  capped: 'stage/products',
  masked: 'stage/scores',
  probs: 'stage/probs',
};

/** The kernel that shows a stage of the scores of every query row, in the buffer `tapped`. */
export function scheduleTap(step: AttendStep, context: Context, stage: Tap): Dispatch {
  const shape = shapeOf(step, context);
  if (shape.rebuilt && spansOf(context.plan, context.knobs).length > 1) {
    throw new Error('keys that are rebuilt in chunks are gone when their scores could be shown');
  }
  const { kvHeads, groupSize, scoreConstants, slots, buffers, out } = shape;
  const masked = stage === 'masked' || stage === 'probs';
  const softcap = stage !== 'product' && step.softcap !== undefined;
  const { MASK_HEADS, SOFTCAP, ...constants } = scoreConstants as Record<string, string>;
  return {
    covers: [context.index],
    kernel: '7_tap',
    slots: {
      ...slots,
      // Unmasked scores are those of every key that there is; a ring holds no others than the window shows.
      mask: masked || context.knobs.ring ? slots.mask : 'mask/full',
      score: softcap ? 'score/softcap' : 'score/plain',
      bias: masked ? slots.bias : 'bias/none',
      sink: stage === 'probs' && step.sinks ? 'sink/per_head' : 'sink/none',
      stage: stageFile[stage],
      ...reduceSlots(context.knobs, 64),
    },
    constants: {
      ...constants,
      ...u32({ LANES: 64 }),
      ...(softcap && SOFTCAP !== undefined ? { SOFTCAP } : {}),
      ...(masked && MASK_HEADS !== undefined ? { MASK_HEADS } : {}),
    },
    buffers: { ...buffers, tapped: 'tapped', ...(step.sinks ? { sinks: step.sinks } : {}) },
    grid: (sizes) => [sizes.newTokens * groupSize, sizes.batch * kvHeads, 1],
    traffic: (sizes) => ({
      readBytes:
        sizes.batch *
        sizes.newTokens *
        out.heads *
        sizes.context *
        (shape.bytesPerKey - shape.bytesPerValue),
      writtenBytes: sizes.batch * sizes.newTokens * out.heads * sizes.context * 4,
    }),
  };
}
