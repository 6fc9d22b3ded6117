// Schedules attention: a family's kernels on each span of the cache, and a merge where that leaves partial results.

import type { AttendStep } from '../attention/plan';
import { partialBytes, type AttendFamily } from './attendFamily';
import { shapeOf, type AttendShape } from './attendShape';
import { u32, type BufferSpec, type Context, type AttendFamilyId, type Dispatch } from './dispatch';
import { productsAttend } from './productsAttend';
import type { Span } from './rebuilt';
import { registerAttend } from './registerAttend';
import { stagedAttend } from './stagedAttend';

const families: Readonly<Record<AttendFamilyId, AttendFamily>> = {
  staged: stagedAttend,
  register: registerAttend,
  products: productsAttend,
};

/** How an attend step is done: dispatches for each span of the cache, what comes before and what follows them. */
export interface AttendSchedule {
  readonly before: readonly Dispatch[];
  readonly onSpan: (span: Span) => readonly Dispatch[];
  /** The merge of partial results, where there are any, and what turns contexts back. */
  readonly after: readonly Dispatch[];
  readonly buffers: readonly BufferSpec[];
  /** Keys of each partial result. */
  readonly splitKeys: number;
  /** Whether keys before the window are skipped. */
  readonly windowed: boolean;
}

/** `spans`: the chunks in which keys and values are rebuilt; one whole where they are not. */
export function scheduleAttend(
  step: AttendStep,
  context: Context,
  spans: readonly Span[],
): AttendSchedule {
  const shape = shapeOf(step, context);
  const { knobs } = context;
  const family = families[knobs.family ?? 'staged'](context, shape, spans);
  const { splitKeys, onSpan, mergeLanes } = family;
  const { before, windowed } = shape;
  const buffers = [
    ...shape.maskBuffers,
    ...shape.loadsBuffers,
    ...shape.turnBuffers,
    ...(family.buffers ?? []),
  ];
  if (splitKeys === Infinity && !shape.sinks && !shape.lse) {
    const result = { kind: 'context', buffer: shape.result } as const;
    return {
      before,
      onSpan: (span) => onSpan(span, result),
      after: shape.after,
      buffers,
      splitKeys,
      windowed,
    };
  }
  const partials: BufferSpec = {
    id: `partials${context.index}`,
    role: 'partials',
    bytes:
      knobs.batch *
      knobs.maxNewTokens *
      shape.out.heads *
      Math.max(1, Math.ceil(knobs.capacity / splitKeys)) *
      partialBytes(shape),
  };
  const result = { kind: 'partials', buffer: partials.id } as const;
  return {
    before,
    onSpan: (span) => onSpan(span, result),
    after: [merge(step, context, shape, partials.id, mergeLanes), ...shape.after],
    buffers: [...buffers, partials],
    splitKeys,
    windowed,
  };
}

/** Of a partial result: its maximum and its weight, in a quad of their own. */
const statisticsBytes = 16;

function merge(
  step: AttendStep,
  { index, knobs }: Context,
  shape: AttendShape,
  partials: string,
  lanes?: number,
): Dispatch {
  const { kvHeads, groupSize, out, value } = shape;
  // Workgroups of a query row; each reads the statistics of all slices.
  const groups = lanes === undefined ? 1 : Math.ceil(value.quads / lanes);
  return {
    covers: [index],
    kernel: lanes === undefined ? '6_merge' : '6_merge_register',
    slots: {
      ...(lanes === undefined ? { reduce: `reduce/${knobs.reduction}` } : {}),
      sink: step.sinks ? 'sink/per_head' : 'sink/none',
      lse: step.lse ? 'lse/store' : 'lse/none',
    },
    constants: u32({
      KV_HEADS: kvHeads,
      GROUP_SIZE: groupSize,
      VALUE_QUADS: value.quads,
      OUT_ROW_QUADS: out.rowStride / 4,
      OUT_HEAD_QUADS: out.headStride / 4,
      LANES: lanes ?? 64,
      ...(step.lse ? { LSE_ROW: Math.ceil(out.heads / 4) * 4 } : {}),
    }),
    buffers: {
      partials,
      context: shape.result,
      ...(step.sinks ? { sinks: step.sinks } : {}),
      ...(step.lse ? { lse: step.lse } : {}),
    },
    grid: (sizes) => [sizes.newTokens * groupSize, sizes.batch * kvHeads, groups],
    traffic: (sizes) => ({
      readBytes:
        sizes.batch *
        sizes.newTokens *
        out.heads *
        sizes.splits *
        (partialBytes(shape) + (groups - 1) * statisticsBytes),
      writtenBytes: sizes.batch * sizes.newTokens * out.rowStride * 4,
    }),
  };
}
