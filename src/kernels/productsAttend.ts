// The products family: over a latent that many heads share, scores and weighted values as two tiled matrix products.
// There decode is bound by arithmetic, and what both products share, the weights, goes through memory in between.

import {
  finishing,
  keysOfPacks,
  longestSequences,
  packSize,
  shareOf,
  slicesOf,
  spanOf,
  statisticsBytes,
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
import { ofSpan, type Span } from './rebuilt';
import { isTiled, stagedAttend } from './stagedAttend';

/** Query rows that share one load of a latent. */
const mostRows = 64;
/** Lanes down a tile, each with a few of its rows. */
const lanesDown = 8;
/** Keys of a tile of weights. */
const tileKeys = 64;
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
    id: `tileWeights${context.index}`,
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
  const packRows = laneRows * lanesDown;
  const rowsOf = ({ newTokens }: StepSizes) => newTokens * groupSize;
  /** What the packs of all heads and sequences take, given the rows of one and the keys that it sees here. */
  const sumOf = (sizes: StepSizes, ofPack: (rows: number, keys: number) => number) =>
    longestSequences(sizes, shape) *
    shape.kvHeads *
    keysOfPacks(sizes, shape, packRows).reduce((sum, keys, pack) => {
      const rows = Math.min(packRows, rowsOf(sizes) - pack * packRows);
      return sum + ofPack(rows, keys * shareOf(span, sizes));
    }, 0);
  return {
    covers: [index],
    span,
    constants: u32({ LANE_ROWS: laneRows, SPLIT_KEYS: splitKeys }),
    packs: (sizes: StepSizes) => Math.ceil(rowsOf(sizes) / packRows),
    slices: (sizes: StepSizes) => slicesOf(span, sizes, splitKeys),
    /** Rows of all heads and sequences. */
    allRows: (sizes: StepSizes) => sizes.batch * shape.kvHeads * rowsOf(sizes),
    sumOf,
  };
}

type Product = ReturnType<typeof productOf>;

function scoreKeys(shape: AttendShape, product: Product, weights: string): Dispatch {
  const { covers, span, packs, slices, allRows, sumOf } = product;
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
      readBytes: sumOf(
        sizes,
        (rows, keys) =>
          keys * (shape.bytesPerKey - shape.bytesPerValue) +
          rows * Math.ceil(keys / tileKeys) * shape.queryBytes,
      ),
      writtenBytes:
        sumOf(sizes, (rows, keys) => rows * Math.ceil(keys / tileKeys) * tileKeys * 4) +
        allRows(sizes) * slices(sizes) * (splitKeys / tileKeys) * statisticsBytes,
    }),
  };
}

function weighValues(
  shape: AttendShape,
  product: Product,
  weights: string,
  result: AttendResult,
): Dispatch {
  const { covers, span, packs, slices, allRows, sumOf } = product;
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
        sumOf(
          sizes,
          (rows, keys) =>
            keys * shape.bytesPerValue +
            rows *
              blocks *
              (Math.ceil(keys / stagedKeys) * stagedKeys * 4 +
                Math.ceil(keys / tileKeys) * statisticsBytes),
        ) +
        // Those of a slice before those of each tile.
        allRows(sizes) * blocks * slices(sizes) * (splitKeys / tileKeys) * statisticsBytes,
      writtenBytes: finish.writtenBytes(sizes, slices(sizes)),
    }),
  };
}
