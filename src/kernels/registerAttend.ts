// The register family: rows of queries and sums in the registers of a few lanes, nothing staged, with subgroups no barriers.
// It wins where loads cost more than arithmetic and barriers more than both: on software adapters.

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
import { splitKeys as decodeKeys, u32, type Context, type Dispatch, type Knobs } from './dispatch';
import { ofSpan, type Span } from './rebuilt';

/** Lanes of a workgroup: as many as the smallest subgroups that WebGPU knows have. */
const lanes = 4;
/** Quads of queries and sums that a lane's rows may take: more take long to compile, and no longer fit registers. */
const mostQuads = +(process.env.MQ ?? 272);
const mostRows = +(process.env.MR ?? 8);
/** Quads of a value up to which four keys are weighed at a time: more text would not fit the instruction cache. */
const widestUnrolled = 16;

/** Query rows of a workgroup, and the quads of queries and sums that each of its lanes holds for them. */
export function heldRows(
  { groupSize, key, keyTail, value }: AttendShape,
  knobs: Pick<Knobs, 'rows' | 'maxNewTokens'>,
) {
  const laneQuads = {
    KEY_LANE_QUADS: Math.ceil(key.quads / lanes),
    TAIL_LANE_QUADS: Math.ceil((keyTail?.quads ?? 0) / lanes),
    VALUE_LANE_QUADS: Math.ceil(value.quads / lanes),
  };
  const quadsOfRow = Object.values(laneQuads).reduce((sum, quads) => sum + quads, 0);
  const most = Math.max(1, Math.min(knobs.rows ?? mostRows, Math.floor(mostQuads / quadsOfRow)));
  const rows = packSize(groupSize, knobs.maxNewTokens, most);
  return { laneQuads, rows, quads: rows * quadsOfRow };
}

/** Lane quads in passes of at most `most`, as even as can be. */
function blocks(name: string, quads: number, most: number) {
  const passes = Math.ceil(quads / most);
  return { [`${name}_BLOCK`]: Math.ceil(quads / passes), [`${name}_BLOCKS`]: passes };
}

export const registerAttend: AttendFamily = (context, shape, spans) => {
  const prefillKeys = spans.length > 1 ? (spans[0]?.rebuiltKeys ?? Infinity) : Infinity;
  const splitKeys = context.plan.phase === 'prefill' ? prefillKeys : decodeKeys;
  return {
    splitKeys,
    onSpan: (span, result) => sliceAttend(context, shape, span, result, splitKeys),
    mergeLanes: lanes,
  };
};

function sliceAttend(
  { index, knobs }: Context,
  shape: AttendShape,
  span: Span,
  result: AttendResult,
  splitKeys: number,
): Dispatch {
  const { kvHeads, groupSize, out, slots } = shape;
  const { laneQuads, rows } = heldRows(shape, knobs);
  const packs = (newTokens: number) => Math.ceil((newTokens * groupSize) / rows);
  const finish = finishing(shape, result);
  return {
    covers: [index],
    kernel: '5_attend_register',
    slots: {
      ...slots,
      ...shape.valueSlots,
      lanes: `lanes/${knobs.reduction}`,
      span: spanOf(shape, span),
      finish: finish.slot,
    },
    constants: {
      ...shape.scoreConstants,
      ...shape.valueConstants,
      ...shape.valueLoadConstants,
      ...u32({
        ...laneQuads,
        ROWS: rows,
        LANES: lanes,
        TURNS: +(process.env.TURNS ?? 16),
        ...blocks('KEY', laneQuads.KEY_LANE_QUADS, +(process.env.KB ?? 8)),
        TAIL_BLOCKS: Math.min(1, laneQuads.TAIL_LANE_QUADS),
        ...blocks('VALUE', laneQuads.VALUE_LANE_QUADS, +(process.env.VB ?? 2)),
        SLICE_KEYS: Number.isFinite(splitKeys) ? splitKeys : 0xffffffff,
      }),
      ...finish.constants,
    },
    buffers: {
      ...shape.buffers,
      ...shape.valueBuffers,
      ...finish.buffers,
    },
    ...ofSpan(span),
    grid: (sizes) => [
      packs(sizes.newTokens),
      slicesOf(span, sizes, splitKeys),
      sizes.batch * kvHeads,
    ],
    traffic: (sizes) => ({
      readBytes:
        kvHeads *
        packs(sizes.newTokens) *
        (sizes.keys * shareOf(span, sizes) * shape.bytesPerKey +
          sizes.batch * slicesOf(span, sizes, splitKeys) * rows * shape.queryBytes),
      writtenBytes:
        result.kind === 'context'
          ? sizes.batch * sizes.newTokens * out.rowStride * 4
          : sizes.batch *
            sizes.newTokens *
            out.heads *
            slicesOf(span, sizes, splitKeys) *
            partialBytes(shape),
    }),
  };
}
