// Schedules attention: over slices of the cache and a merge for few query rows, tiled for many, and chunk by chunk where
// keys and values are rebuilt.

import type { AttendStep } from '../attention/plan';
import { shapeOf, type AttendShape } from './attendShape';
import {
  splitKeys,
  u32,
  type BufferSpec,
  type Context,
  type Dispatch,
  type StepSizes,
} from './dispatch';
import { keysIn, ofSpan, spanSlot, type Span } from './rebuilt';

/** Query rows that share one load of a key or value in decode. */
const largestPack = 8;
/** Value columns up to which a lane of the tiled kernel can hold its sums in registers. */
const widestTiledValue = 256;

/** Query rows of a pack: as even as the group allows, and never more than there can be. */
export function packSize(groupSize: number, maxNewTokens: number): number {
  const rows = groupSize * maxNewTokens;
  if (maxNewTokens > 1) return Math.min(largestPack, rows);
  return Math.ceil(rows / Math.ceil(rows / largestPack));
}

/** How an attend step is done: one dispatch for each span of the cache, what comes before and what follows them. */
export interface AttendSchedule {
  readonly before: readonly Dispatch[];
  readonly onSpan: (span: Span) => Dispatch;
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
  const { knobs, plan } = context;
  const tiled = plan.phase === 'prefill' && shape.value.quads * 4 <= widestTiledValue;
  if (tiled && spans.length === 1 && !shape.sinks && !shape.lse) {
    return {
      before: shape.before,
      onSpan: (span) => tiledAttend(context, shape, span, shape.result, 'context'),
      after: shape.after,
      buffers: [...shape.maskBuffers, ...shape.turnBuffers],
      splitKeys: Infinity,
      windowed: shape.windowed,
    };
  }
  // A tile leaves one partial result for each span, a slice one for each 256 keys.
  const chunkKeys = spans.length > 1 ? (spans[0]?.rebuiltKeys ?? Infinity) : Infinity;
  const keysPerPartial = tiled ? chunkKeys : splitKeys;
  const partials: BufferSpec = {
    id: `partials${context.index}`,
    role: 'partials',
    bytes:
      knobs.batch *
      knobs.maxNewTokens *
      shape.out.heads *
      Math.max(1, Math.ceil(knobs.capacity / keysPerPartial)) *
      partialBytes(shape),
  };
  return {
    before: shape.before,
    onSpan: (span) =>
      tiled
        ? tiledAttend(context, shape, span, partials.id, 'partials')
        : splitAttend(context, shape, span, partials.id),
    after: [merge(step, context, shape, partials.id), ...shape.after],
    buffers: [...shape.maskBuffers, ...shape.turnBuffers, partials],
    splitKeys: keysPerPartial,
    windowed: shape.windowed,
  };
}

const partialBytes = ({ value }: AttendShape): number => (value.quads + 1) * 16;

const spanOf = (shape: AttendShape, span: Span): string =>
  shape.windowed ? 'span/window' : spanSlot(span);

/** Whether a span has nothing to do; the first one still tells a step without keys that its results are 0. */
const isIdle = (span: Span, sizes: StepSizes): boolean =>
  keysIn(span, sizes) === 0 && (span.chunk ?? 0) > 0;

/** How much of the cached tokens a span has. */
const shareOf = (span: Span, sizes: StepSizes): number =>
  keysIn(span, sizes) / Math.max(sizes.context, 1);

function tiledAttend(
  { index }: Context,
  shape: AttendShape,
  span: Span,
  result: string,
  kind: 'context' | 'partials',
): Dispatch {
  const { kvHeads, groupSize, out, scoreConstants, valueConstants, slots, buffers } = shape;
  const tiles = ({ newTokens }: StepSizes) => Math.ceil((newTokens * groupSize) / 32);
  const inContext = kind === 'context';
  return {
    covers: [index],
    kernel: '5_attend_prefill',
    slots: {
      ...slots,
      ...shape.valueSlots,
      span: spanOf(shape, span),
      finish: inContext ? 'finish/context' : 'finish/partial',
    },
    constants: {
      ...scoreConstants,
      ...valueConstants,
      ...(inContext
        ? u32({ OUT_ROW_QUADS: out.rowStride / 4, OUT_HEAD_QUADS: out.headStride / 4 })
        : {}),
    },
    buffers: { ...buffers, [kind]: result },
    ...ofSpan(span),
    grid: (sizes) => [isIdle(span, sizes) ? 0 : tiles(sizes), sizes.batch * kvHeads, 1],
    traffic: (sizes) => ({
      readBytes: sizes.batch * kvHeads * tiledReads(sizes, shape) * shareOf(span, sizes),
      writtenBytes: inContext
        ? sizes.batch * sizes.newTokens * out.rowStride * 4
        : sizes.batch * sizes.newTokens * out.heads * partialBytes(shape),
    }),
  };
}

/** Bytes that the tiles of one kv head load when every sequence is as long as the longest. */
function tiledReads(sizes: StepSizes, shape: AttendShape): number {
  const { newTokens, context, window = Infinity } = sizes;
  const rows = newTokens * shape.groupSize;
  let bytes = 0;
  for (let first = 0; first < rows; first += 32) {
    const lastToken = Math.floor((Math.min(first + 32, rows) - 1) / shape.groupSize);
    const before = context - newTokens;
    const begin = Math.max(before + Math.floor(first / shape.groupSize) + 1 - window, 0);
    const visible = before + lastToken + 1 - begin;
    // Each tile of 32 keys loads the query rows again.
    bytes += visible * shape.bytesPerKey + Math.ceil(visible / 32) * 32 * shape.queryBytes;
  }
  return bytes;
}

function splitAttend(
  { index, knobs }: Context,
  shape: AttendShape,
  span: Span,
  partials: string,
): Dispatch {
  const { kvHeads, groupSize, scoreConstants, valueConstants, slots, buffers } = shape;
  const pack = packSize(groupSize, knobs.maxNewTokens);
  const packs = ({ newTokens }: StepSizes) => Math.ceil((newTokens * groupSize) / pack);
  const slices = (sizes: StepSizes) =>
    span.chunk === undefined
      ? sizes.splits
      : isIdle(span, sizes)
        ? 0
        : Math.max(1, Math.ceil(keysIn(span, sizes) / splitKeys));
  return {
    covers: [index],
    kernel: '5_attend_decode',
    slots: { ...slots, ...shape.valueSlots, span: spanOf(shape, span) },
    constants: { ...scoreConstants, ...valueConstants, ...u32({ PACK: pack }) },
    buffers: { ...buffers, partials },
    ...ofSpan(span),
    grid: (sizes) => [packs(sizes), slices(sizes), sizes.batch * kvHeads],
    traffic: (sizes) => ({
      readBytes:
        kvHeads *
        packs(sizes) *
        (sizes.keys * shareOf(span, sizes) * shape.bytesPerKey +
          sizes.batch * slices(sizes) * pack * shape.queryBytes),
      writtenBytes:
        sizes.batch * sizes.newTokens * shape.out.heads * slices(sizes) * partialBytes(shape),
    }),
  };
}

function merge(
  step: AttendStep,
  { index, knobs }: Context,
  shape: AttendShape,
  partials: string,
): Dispatch {
  const { kvHeads, groupSize, out, value } = shape;
  return {
    covers: [index],
    kernel: '6_merge',
    slots: {
      reduce: `reduce/${knobs.reduction}`,
      sink: step.sinks ? 'sink/per_head' : 'sink/none',
      lse: step.lse ? 'lse/store' : 'lse/none',
    },
    constants: u32({
      KV_HEADS: kvHeads,
      GROUP_SIZE: groupSize,
      VALUE_QUADS: value.quads,
      OUT_ROW_QUADS: out.rowStride / 4,
      OUT_HEAD_QUADS: out.headStride / 4,
      ...(step.lse ? { LSE_ROW: Math.ceil(out.heads / 4) * 4 } : {}),
    }),
    buffers: {
      partials,
      context: shape.result,
      ...(step.sinks ? { sinks: step.sinks } : {}),
      ...(step.lse ? { lse: step.lse } : {}),
    },
    grid: (sizes) => [sizes.newTokens * groupSize, sizes.batch * kvHeads, 1],
    traffic: (sizes) => ({
      readBytes: sizes.batch * sizes.newTokens * out.heads * sizes.splits * partialBytes(shape),
      writtenBytes: sizes.batch * sizes.newTokens * out.rowStride * 4,
    }),
  };
}
