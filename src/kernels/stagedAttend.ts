// The staged family: tiles in workgroup memory, for GPUs. Slices of the cache for few query rows, tiles for many.

import {
  finishing,
  isIdle,
  keysOfAllPacks,
  packSize,
  partialBytes,
  shareOf,
  slicesOf,
  spanOf,
  type AttendFamily,
  type AttendResult,
} from './attendFamily';
import type { AttendShape } from './attendShape';
import { splitKeys, u32, type Context, type Dispatch, type StepSizes } from './dispatch';
import { ofSpan, type Span } from './rebuilt';

/** Query rows that share one load of a key or value in decode. */
const largestPack = 8;
/** Value columns up to which a lane of the tiled kernel can hold its sums in registers. */
const widestTiledValue = 256;
/** Numbers that a lane of the tiled kernel adds up at most: of its rows the sums, the scores of a tile and their weights. */
const mostLaneSums = 128;

/** Rows of a lane of the tiled kernel, of which eight share a row. */
function laneRows({ value }: AttendShape): number {
  const sumsOfRow = Math.ceil(value.quads / 8) * 4 + 4 + 1;
  return 4 * sumsOfRow <= mostLaneSums ? 4 : 2;
}

/** Whether many rows attend at once, in tiles that hold whole values. */
export const isTiled = ({ plan }: Context, { value }: AttendShape): boolean =>
  plan.phase === 'prefill' && value.quads * 4 <= widestTiledValue;

export const stagedAttend: AttendFamily = (context, shape, spans) => {
  if (!isTiled(context, shape)) {
    // Fewer rows than a pack of the split kernel has would leave most lanes of the latent's without work.
    const fused = shape.valueIsKey && shape.groupSize * context.knobs.maxNewTokens > largestPack;
    const attend = fused ? latentAttend : splitAttend;
    return { splitKeys, onSpan: (span, result) => [attend(context, shape, span, result)] };
  }
  // A tile leaves one partial result for each span, a slice one for each 256 keys.
  return {
    splitKeys: spans.length > 1 ? (spans[0]?.rebuiltKeys ?? Infinity) : Infinity,
    onSpan: (span, result) => [tiledAttend(context, shape, span, result)],
  };
};

/** Query rows that share one load of a latent, and the most keys of a tile. */
const latentPack = 16;
const mostTileKeys = 4;
/** Bytes of workgroup memory that a tile's two copies may take: 16 KiB without the parts of scores. */
const tileBytes = 16384 - 256 * 16;

function latentAttend(
  { index, knobs }: Context,
  shape: AttendShape,
  span: Span,
  result: AttendResult,
): Dispatch {
  const { kvHeads, groupSize, key, keyTail, value } = shape;
  const pack = packSize(groupSize, knobs.maxNewTokens, latentPack);
  const packs = ({ newTokens }: StepSizes) => Math.ceil((newTokens * groupSize) / pack);
  const slices = (sizes: StepSizes) => slicesOf(span, sizes, splitKeys);
  const rowBytes = (key.quads + (keyTail?.quads ?? 0)) * 16;
  const tileKeys = Math.max(1, Math.min(mostTileKeys, Math.floor(tileBytes / (2 * rowBytes))));
  const finish = finishing(shape, result);
  return {
    covers: [index],
    kernel: '5_attend_latent',
    slots: { ...shape.slots, span: spanOf(shape, span), finish: finish.slot },
    constants: {
      ...shape.scoreConstants,
      ...finish.constants,
      ...u32({
        PACK: pack,
        SPLIT_KEYS: splitKeys,
        TILE_KEYS: tileKeys,
        VALUE_QUADS: value.quads,
      }),
    },
    buffers: { ...shape.buffers, ...finish.buffers },
    ...ofSpan(span),
    grid: (sizes) => [packs(sizes), slices(sizes), sizes.batch * kvHeads],
    traffic: (sizes) => ({
      readBytes:
        kvHeads *
        (keysOfAllPacks(sizes, shape, pack) *
          shareOf(span, sizes) *
          (shape.bytesPerKey - shape.bytesPerValue) +
          packs(sizes) * sizes.batch * slices(sizes) * pack * shape.queryBytes),
      writtenBytes: finish.writtenBytes(sizes, slices(sizes)),
    }),
  };
}

function tiledAttend(
  { index }: Context,
  shape: AttendShape,
  span: Span,
  result: AttendResult,
): Dispatch {
  const { kvHeads, groupSize, scoreConstants, valueConstants, slots, buffers } = shape;
  const tiles = ({ newTokens }: StepSizes) => Math.ceil((newTokens * groupSize) / 32);
  const finish = finishing(shape, result);
  return {
    covers: [index],
    kernel: '5_attend_prefill',
    slots: {
      ...slots,
      ...shape.valueSlots,
      span: spanOf(shape, span),
      finish: finish.slot,
    },
    constants: {
      ...scoreConstants,
      ...valueConstants,
      ...shape.valueLoadConstants,
      ...u32({ LANE_ROWS: laneRows(shape), LANES: (8 * 32) / laneRows(shape) }),
      ...finish.constants,
    },
    buffers: { ...buffers, ...shape.valueBuffers, ...finish.buffers },
    ...ofSpan(span),
    grid: (sizes) => [isIdle(span, sizes) ? 0 : tiles(sizes), sizes.batch * kvHeads, 1],
    traffic: (sizes) => ({
      readBytes: sizes.batch * kvHeads * tiledReads(sizes, shape) * shareOf(span, sizes),
      writtenBytes: finish.writtenBytes(sizes),
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
  { buffer: partials }: AttendResult,
): Dispatch {
  const { kvHeads, groupSize, scoreConstants, valueConstants, slots, buffers } = shape;
  const pack = packSize(groupSize, knobs.maxNewTokens, largestPack);
  const packs = ({ newTokens }: StepSizes) => Math.ceil((newTokens * groupSize) / pack);
  const slices = (sizes: StepSizes) => slicesOf(span, sizes, splitKeys);
  return {
    covers: [index],
    kernel: '5_attend_decode',
    slots: { ...slots, ...shape.valueSlots, span: spanOf(shape, span) },
    constants: {
      ...scoreConstants,
      ...valueConstants,
      ...shape.valueLoadConstants,
      ...u32({ PACK: pack }),
    },
    buffers: { ...buffers, ...shape.valueBuffers, partials },
    ...ofSpan(span),
    grid: (sizes) => [packs(sizes), slices(sizes), sizes.batch * kvHeads],
    traffic: (sizes) => ({
      readBytes:
        kvHeads *
        (keysOfAllPacks(sizes, shape, pack) * shareOf(span, sizes) * shape.bytesPerKey +
          packs(sizes) * sizes.batch * slices(sizes) * pack * shape.queryBytes),
      writtenBytes:
        sizes.batch * sizes.newTokens * shape.out.heads * slices(sizes) * partialBytes(shape),
    }),
  };
}
