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
import { hasScales, runOf } from './scaled';

/** Lanes of a workgroup: as many as the smallest subgroups that WebGPU knows have. */
const lanes = 4;
/** Quads that rows whose columns are dealt out may take in a lane: what the first cache of a processor holds of them. */
const mostQuads = 576;
/** Rows that share a load: swaps by subgroups let lanes hold rows apart, and more of them. */
export const mostRows = { workgroup: 8, subgroup: 32 } as const satisfies Record<
  Knobs['reduction'],
  number
>;
/** Keys whose rows are looked up at once: see shaders/part/run.wgsl. */
const runKeys = 64;
/** Quads of a key that a lane loads in one sweep over the keys: more text would not stay in a processor's cache of instructions. */
const keyQuads = 8;

/** How the rows and columns of a pack are dealt out to lanes: shaders/deal/*. */
interface Deal {
  readonly id: 'columns' | 'rows';
  /** Lanes that share a row. */
  readonly rowLanes: number;
  /** Turns between two rescalings, in which a lane weighs a key each: in all 64 to 256 keys. */
  readonly turns: number;
  /** Quads of a value that a lane takes in one sweep, four keys a turn, in a pack of so many rows. */
  readonly valueQuads: (format: FormatId, rows: number) => number;
}

const columns = {
  id: 'columns',
  rowLanes: lanes,
  valueQuads: (format: FormatId) => (format === 'f32' ? 2 : 4),
} as const;

const deals = {
  // More keys would not fit 16 KiB of workgroup memory.
  workgroup: { ...columns, turns: 16 },
  subgroup: { ...columns, turns: 32 },
  rows: {
    id: 'rows',
    rowLanes: 1,
    // A slice of decode is one block, and sums are rescaled once.
    turns: decodeKeys,
    // Codes are cheap to load and dear to decode with their scale, and one row a lane is little text: more of them a turn.
    valueQuads: (format: FormatId, rows: number) => (hasScales(format) || rows <= lanes ? 8 : 4),
  },
} as const satisfies Record<string, Deal>;

/** Where more rows are allowed than lanes can share, and each lane has one at least, rows are dealt out. */
const dealOf = (reduction: Knobs['reduction'], allowed: number, rows: number): Deal =>
  allowed > mostRows.workgroup && rows >= lanes ? deals.rows : deals[reduction];

/** Query rows of a workgroup, and the quads of queries and sums that each of its lanes holds. */
export function heldRows(
  { groupSize, key, keyTail, value }: AttendShape,
  knobs: Pick<Knobs, 'rows' | 'maxNewTokens' | 'reduction'>,
) {
  const none = { quads: 0, rowQuads: 4, format: 'f32' } as const;
  const { reduction, rows: given = mostRows.workgroup } = knobs;
  const largest = Math.min(given, mostRows[reduction]);
  const asked = packSize(groupSize, knobs.maxNewTokens, largest);
  const deal = dealOf(reduction, largest, asked);
  const { rowLanes } = deal;
  const valueQuads = deal.valueQuads(value.format, asked);
  const cuts = {
    KEY: laneRuns(key, lanes, 4, keyQuads),
    TAIL: laneRuns(keyTail ?? none, lanes, 4, Infinity),
    VALUE: laneRuns(value, rowLanes, valueQuads, valueQuads),
  };
  // Of wide queries one sweep's columns are held at a time, of tails and sums all.
  const shares = lanes / rowLanes;
  const quadsOfRow =
    (cuts.KEY.block * cuts.KEY.run + cuts.TAIL.laneQuads) * shares + cuts.VALUE.laneQuads;
  if (deal.id === 'rows') {
    const laneRows = Math.ceil(asked / lanes);
    return { deal, cuts, laneRows, rows: laneRows * lanes, quads: laneRows * quadsOfRow };
  }
  const most = Math.max(1, Math.min(largest, Math.floor(mostQuads / quadsOfRow)));
  const rows = packSize(groupSize, knobs.maxNewTokens, most);
  return { deal, cuts, laneRows: rows, rows, quads: rows * quadsOfRow };
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
  const { deal, cuts, laneRows, rows } = heldRows(shape, knobs);
  const packs = (newTokens: number) => Math.ceil((newTokens * groupSize) / rows);
  // Queries too wide for one sweep are loaded anew for each block of keys.
  const blockKeys = cuts.KEY.blocks > 1 ? deal.rowLanes * deal.turns : Infinity;
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
      deal: `deal/${deal.id}`,
      lane_scores: `lane_scores/${deal.id}`,
      lane_values: `lane_values/${deal.id}`,
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
        ROWS: laneRows,
        LANES: lanes,
        TURNS: deal.turns,
        RUN_KEYS: runKeys,
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
