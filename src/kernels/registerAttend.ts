// The register family: rows of queries and sums in the registers of a few lanes, nothing staged, with subgroups no barriers.
// It wins where loads cost more than arithmetic and barriers more than both: on software adapters.

import {
  finishing,
  keysOfAllPacks,
  keysOfPacks,
  packSize,
  shareOf,
  slicesOf,
  spanOf,
  type AttendFamily,
  type AttendResult,
} from './attendFamily';
import type { FormatId } from '../attention/format';
import type { AttendShape } from './attendShape';
import { laneRuns, type LaneRuns } from './laneRuns';
import {
  lanesSlots,
  splitKeys as decodeKeys,
  u32,
  type Context,
  type Dispatch,
  type Knobs,
  type StepSizes,
} from './dispatch';
import { ofSpan, type Span } from './rebuilt';
import { runOf } from './scaled';

/** Lanes of a workgroup: as many as the smallest subgroups that WebGPU knows have. */
const lanes = 4;
/** Quads of queries and sums that a lane's rows may take: what the first cache of a processor holds of them. */
const mostQuads = 576;
const mostRows = 8;
/** Keys that a lane has to itself between two rescalings: 64 or 128 in all. More would not fit 16 KiB of workgroup memory. */
const turnsOf: Record<Knobs['reduction'], number> = { workgroup: 16, subgroup: 32 };
/** Keys whose rows are looked up at once: see shaders/part/run.wgsl. */
const runKeys = 64;
/** Quads of a key that a lane loads in one sweep over the keys: more text would not stay in a processor's cache of instructions. */
const keyQuads = 8;
/** Likewise of a value, of which four keys are loaded a turn. */
const valueQuads = (format: FormatId): number => (format === 'f32' ? 2 : 4);

/** Query rows of a workgroup, and the quads of queries and sums that each of its lanes holds for them. */
export function heldRows(
  { groupSize, key, keyTail, value }: AttendShape,
  knobs: Pick<Knobs, 'rows' | 'maxNewTokens'>,
) {
  const none = { quads: 0, rowQuads: 4, format: 'f32' } as const;
  const cuts = {
    KEY: laneRuns(key, lanes, 4, keyQuads),
    TAIL: laneRuns(keyTail ?? none, lanes, 4, Infinity),
    VALUE: laneRuns(value, lanes, valueQuads(value.format), valueQuads(value.format)),
  };
  // Of wide queries one sweep's columns are held at a time, of tails and sums all.
  const quadsOfRow = cuts.KEY.block * cuts.KEY.run + cuts.TAIL.laneQuads + cuts.VALUE.laneQuads;
  const most = Math.max(1, Math.min(knobs.rows ?? mostRows, Math.floor(mostQuads / quadsOfRow)));
  const rows = packSize(groupSize, knobs.maxNewTokens, most);
  return { cuts, rows, quads: rows * quadsOfRow };
}

/** What shaders call the parts of a cut: BLOCK runs a sweep, BLOCKS sweeps. */
const sweeps = (prefix: string, { runs, block, blocks }: LaneRuns) => ({
  [`${prefix}_RUNS`]: runs,
  [`${prefix}_BLOCK`]: Math.max(block, 1),
  ...(prefix === 'TAIL' ? {} : { [`${prefix}_BLOCKS`]: blocks }),
});

export const registerAttend: AttendFamily = (context, shape, spans) => {
  const prefillKeys = spans.length > 1 ? (spans[0]?.rebuiltKeys ?? Infinity) : Infinity;
  const splitKeys = context.plan.phase === 'prefill' ? prefillKeys : decodeKeys;
  return {
    splitKeys,
    onSpan: (span, result) => [sliceAttend(context, shape, span, result, splitKeys)],
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
  const { kvHeads, groupSize, slots } = shape;
  const { cuts, rows } = heldRows(shape, knobs);
  const packs = (newTokens: number) => Math.ceil((newTokens * groupSize) / rows);
  // Queries too wide for one sweep are loaded anew for each block of keys.
  const blockKeys = cuts.KEY.blocks > 1 ? lanes * turnsOf[knobs.reduction] : Infinity;
  const queryLoads = (sizes: StepSizes): number =>
    keysOfPacks(sizes, shape, rows).reduce((sum, keys) => {
      const blocks = Math.ceil((keys * shareOf(span, sizes)) / blockKeys);
      return sum + Math.max(blocks, slicesOf(span, sizes, splitKeys));
    }, 0);
  const finish = finishing(shape, result);
  return {
    covers: [index],
    kernel: '5_attend_register',
    slots: {
      ...slots,
      ...shape.valueSlots,
      ...lanesSlots(knobs),
      span: spanOf(shape, span),
      finish: finish.slot,
    },
    constants: {
      ...shape.scoreConstants,
      ...shape.valueConstants,
      ...shape.valueLoadConstants,
      ...u32({
        ...runOf('KEY', shape.key.format, cuts.KEY.run),
        ...runOf('TAIL', shape.keyTail?.format, cuts.TAIL.run),
        ...runOf('VALUE', shape.value.format, cuts.VALUE.run),
        ...sweeps('KEY', cuts.KEY),
        ...sweeps('TAIL', cuts.TAIL),
        ...sweeps('VALUE', cuts.VALUE),
        VALUE_BLOCK_QUADS: cuts.VALUE.block * cuts.VALUE.run,
        ROWS: rows,
        LANES: lanes,
        TURNS: turnsOf[knobs.reduction],
        RUN_TURNS: runKeys / lanes,
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
        (keysOfAllPacks(sizes, shape, rows) * shareOf(span, sizes) * shape.bytesPerKey +
          sizes.batch * queryLoads(sizes) * rows * shape.queryBytes),
      writtenBytes: finish.writtenBytes(sizes, slicesOf(span, sizes, splitKeys)),
    }),
  };
}
