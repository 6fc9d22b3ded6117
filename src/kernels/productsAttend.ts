// The products family: over a latent that many heads share, scores and weighted values as two tiled matrix products.
// There decode is bound by arithmetic, and what both products share, the weights, goes through memory in between.

import {
  finishing,
  packSize,
  partialBytes,
  shareOf,
  slicesOf,
  spanOf,
  type AttendFamily,
  type AttendResult,
} from './attendFamily';
import type { AttendShape } from './attendShape';
import {
  splitKeys,
  u32,
  type BufferSpec,
  type Context,
  type Dispatch,
  type StepSizes,
} from './dispatch';
import { keysIn, ofSpan, type Span } from './rebuilt';
import { isTiled, stagedAttend } from './stagedAttend';

/** Query rows that share one load of a latent. */
const mostRows = 64;
/** Lanes down a tile, each with a few of its rows. */
const lanesDown = 8;
/** Keys of a tile of weights, and the bytes of its maximum and sum. */
const tileKeys = 64;
const statisticsBytes = 16;
/** Keys whose weights are staged at once, and columns of the values that a workgroup has. */
const stagedKeys = 8;
const blockColumns = 128;

/** Bytes of a query row's weights over a slice of the cache. */
const sliceBytes = (splitKeys / tileKeys) * (tileKeys * 4 + statisticsBytes);

/** Where a value is no part of its key, and where a prompt's tiles hold it whole, the staged family does the step. */
export const productsAttend: AttendFamily = (context, shape, spans) => {
  if (!shape.valueIsKey || isTiled(context, shape)) return stagedAttend(context, shape, spans);
  const { batch, maxNewTokens, capacity } = context.knobs;
  const slices = Math.max(1, Math.ceil(capacity / splitKeys));
  const weights: BufferSpec = {
    id: `weights${context.index}`,
    role: 'partials',
    bytes: batch * maxNewTokens * shape.out.heads * slices * sliceBytes,
  };
  return {
    splitKeys,
    buffers: [weights],
    onSpan: (span, result) => {
      const product = productOf(context, shape, span);
      return [
        scoreKeys(shape, product, weights.id),
        weighValues(shape, product, weights.id, result),
      ];
    },
  };
};

/** What both products are made of. */
function productOf({ index, knobs }: Context, shape: AttendShape, span: Span) {
  const { groupSize } = shape;
  const laneRows = Math.ceil(packSize(groupSize, knobs.maxNewTokens, mostRows) / lanesDown);
  const rowsOf = ({ newTokens }: StepSizes) => newTokens * groupSize;
  /** Keys that the longest sequence has here. */
  const keysOf = (sizes: StepSizes) => {
    const { window = Infinity, newTokens } = sizes;
    return Math.min(keysIn(span, sizes), shape.windowed ? window + newTokens - 1 : Infinity);
  };
  return {
    covers: [index],
    span,
    constants: u32({ LANE_ROWS: laneRows, SPLIT_KEYS: splitKeys }),
    packs: (sizes: StepSizes) => Math.ceil(rowsOf(sizes) / (laneRows * lanesDown)),
    slices: (sizes: StepSizes) => slicesOf(span, sizes, splitKeys),
    keysOf,
    tiles: (sizes: StepSizes) => Math.ceil(keysOf(sizes) / tileKeys),
    /** Rows of all heads and sequences. */
    allRows: (sizes: StepSizes) => sizes.batch * shape.kvHeads * rowsOf(sizes),
    /** Keys that the packs load, summed over heads and sequences. */
    keysLoaded: (sizes: StepSizes) => shape.kvHeads * sizes.keys * shareOf(span, sizes),
  };
}

type Product = ReturnType<typeof productOf>;

function scoreKeys(shape: AttendShape, product: Product, weights: string): Dispatch {
  const { covers, span, packs, slices, tiles, allRows, keysLoaded } = product;
  return {
    covers,
    kernel: '5_attend_scores',
    slots: { ...shape.slots, span: spanOf(shape, span) },
    constants: { ...shape.scoreConstants, ...product.constants },
    buffers: { ...shape.buffers, tile_weights: weights },
    ...ofSpan(span),
    grid: (sizes) => [
      packs(sizes),
      slices(sizes) * (splitKeys / tileKeys),
      sizes.batch * shape.kvHeads,
    ],
    traffic: (sizes) => ({
      readBytes:
        packs(sizes) * keysLoaded(sizes) * (shape.bytesPerKey - shape.bytesPerValue) +
        allRows(sizes) * tiles(sizes) * shape.queryBytes,
      writtenBytes:
        allRows(sizes) *
        (tiles(sizes) * tileKeys * 4 + slices(sizes) * (splitKeys / tileKeys) * statisticsBytes),
    }),
  };
}

function weighValues(
  shape: AttendShape,
  product: Product,
  weights: string,
  result: AttendResult,
): Dispatch {
  const { covers, span, packs, slices, tiles, keysOf, allRows, keysLoaded } = product;
  const { mask, place, fields } = shape.slots;
  const { loads } = shape.buffers;
  const blocks = Math.ceil((shape.value.quads * 4) / blockColumns);
  const finish = finishing(shape, result);
  return {
    covers,
    kernel: '5_attend_values',
    slots: {
      ...shape.valueSlots,
      mask,
      place,
      ...(shape.value.place === 'field' ? { fields } : {}),
      span: spanOf(shape, span),
      finish: finish.slot,
    },
    constants: {
      ...finish.constants,
      ...product.constants,
      ...shape.valueConstants,
      ...shape.valueLoadConstants,
      ...u32({
        KV_HEADS: shape.kvHeads,
        GROUP_SIZE: shape.groupSize,
        ...(shape.rebuilt ? { REBUILT_KEYS: span.rebuiltKeys } : {}),
      }),
    },
    buffers: {
      ...shape.valueBuffers,
      ...(loads ? { loads } : {}),
      tile_weights: weights,
      ...finish.buffers,
    },
    ...ofSpan(span),
    grid: (sizes) => [packs(sizes) * blocks, slices(sizes), sizes.batch * shape.kvHeads],
    traffic: (sizes) => ({
      readBytes:
        packs(sizes) * keysLoaded(sizes) * shape.bytesPerValue +
        allRows(sizes) *
          blocks *
          (Math.ceil(keysOf(sizes) / stagedKeys) * stagedKeys * 4 +
            // Those of a slice, and again those of each tile.
            (slices(sizes) * (splitKeys / tileKeys) + tiles(sizes)) * statisticsBytes),
      writtenBytes: allRows(sizes) * slices(sizes) * partialBytes(shape),
    }),
  };
}
