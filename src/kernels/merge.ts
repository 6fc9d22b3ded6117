// Schedules the merge of partial results, and the per-head projection of contexts that it goes on to where fuse.ts says so.

import { find, slice, type AttendStep, type ProjectStep } from '../attention/plan';
import { partialBytes, statisticsBytes } from './attendFamily';
import type { AttendShape } from './attendShape';
import { groupLanes, reduceSlots, u32, weightsSlot, type Context, type Dispatch } from './dispatch';
import { quads, rowLayout, weightQuadBytes } from './layout';
import { matrixOf } from './matrix';
import { heldQuads, swapsInQuads } from './turning';

/** A projection of each head's context by itself. */
export interface Projection {
  /** Index of the step. */
  readonly index: number;
  readonly step: ProjectStep;
}

/** Quads of the widest context that a workgroup keeps while it projects it: 12 of 16 KiB. */
const mostKeptQuads = 768;

/** Workgroups up to which a row's outputs are shared out: so many keep a GPU's memory busy, each merging for itself. */
const busyWorkgroups = 128;

/** Quads of weights that neighbouring lanes load from one row: 128 bytes of f32, which GPUs load at once. */
const leastTeam = 8;

/** Whether the merge of a step's partial results can go on to a projection without a bias. */
export function canProject(
  { turned, value, out }: Pick<AttendShape, 'turned' | 'value' | 'out'>,
  { step, index }: Projection,
  { plan }: Pick<Context, 'plan'>,
  mergeLanes: number | undefined,
): boolean {
  const matrix = matrixOf(slice(plan, step.w), step.contract, `step ${index}`);
  return (
    (!turned || (turned.atHand !== undefined && mergeLanes !== undefined)) &&
    !matrix.transposed &&
    matrix.heads === out.heads &&
    matrix.rowQuads === value.quads &&
    value.quads <= mostKeptQuads
  );
}

interface Merge {
  readonly shape: AttendShape;
  /** Buffer id. */
  readonly partials: string;
  /** Lanes of a merge in which none waits for another, where the family wants one. */
  readonly mergeLanes: number | undefined;
  readonly projection: Projection | undefined;
}

/** What becomes of a merged context: what the dispatch is given for it, and what that moves for each row. */
interface Result {
  readonly slots: Readonly<Record<string, string>>;
  readonly constants: Readonly<Record<string, string>>;
  readonly buffers: Readonly<Record<string, string>>;
  /** Workgroups of a query row, and how often these read its partial results together. */
  readonly groups: number;
  readonly readings: number;
  /** Turns that the lanes take for a row's quads together; in each they read the statistics of all slices. */
  readonly laneTurns: number;
  readonly weightBytes: number;
  readonly writtenBytes: number;
}

function storing({ out, value, result }: AttendShape, lanes: number | undefined): Result {
  return {
    slots: { merged: 'merged/context' },
    constants: u32({
      PART_QUADS: lanes ?? value.quads,
      OUT_ROW_QUADS: out.rowStride / 4,
      OUT_HEAD_QUADS: out.headStride / 4,
    }),
    buffers: { context: result },
    groups: lanes === undefined ? 1 : Math.ceil(value.quads / lanes),
    readings: 1,
    laneTurns: Math.ceil(value.quads / (lanes ?? 64)),
    weightBytes: 0,
    writtenBytes: out.rowStride * 4,
  };
}

/** How a head's outputs are shared out among workgroups, and the lanes of one among its outputs, four at a time. */
function sharesOf(
  outQuads: number,
  heads: number,
  { batch, maxNewTokens }: Context['knobs'],
  lanes: number | undefined,
) {
  // Where a barrier is dear each lane has its own outputs.
  if (lanes !== undefined) return { parts: 1, team: 1 };
  const wanted = Math.min(outQuads, Math.ceil(busyWorkgroups / (batch * maxNewTokens * heads)));
  const teams = 2 ** Math.ceil(Math.log2(Math.ceil(outQuads / wanted)));
  const team = Math.max(leastTeam, 64 / teams);
  return { parts: Math.min(wanted, Math.ceil(outQuads / (64 / team))), team };
}

/** Where the lanes of a merge hold the context among them, which they can where they sum up without waiting. */
function heldContext(
  valueQuads: number,
  turned: AttendShape['turned'],
  knobs: Context['knobs'],
  lanes: number,
) {
  if (!swapsInQuads(knobs)) return undefined;
  const whole = heldQuads * lanes;
  return {
    // Those of the first lane, which has the longest run of what is left.
    turns: Math.floor(valueQuads / whole) * heldQuads + Math.min(heldQuads, valueQuads % whole),
    slots: {
      ...reduceSlots(knobs, lanes),
      kept: turned ? 'kept/spread' : 'kept/plain',
      ...turned?.atHand?.slots,
    },
    constants: {
      HELD_QUADS: heldQuads,
      KEPT_QUADS: Math.ceil(valueQuads / (heldQuads * lanes)) * heldQuads,
      ...turned?.atHand?.constants,
    },
  };
}

function projecting(
  { out: context, value, turned }: AttendShape,
  { step, index }: Projection,
  { plan, knobs }: Context,
  lanes: number | undefined,
): Result {
  const { heads, outWidth, headRows, from, rowQuads } = matrixOf(
    slice(plan, step.w),
    step.contract,
    `step ${index}`,
  );
  const out = rowLayout(find(plan.tensors, step.out).axes);
  const held = lanes === undefined ? undefined : heldContext(value.quads, turned, knobs, lanes);
  if (turned && !held) throw new Error(`step ${index}: nobody turns these contexts back`);
  const { parts, team } = sharesOf(quads(outWidth), context.heads, knobs, lanes);
  return {
    slots: {
      merged: held ? 'merged/projected_held' : 'merged/projected',
      weights: weightsSlot(knobs),
      ...held?.slots,
    },
    constants: u32({
      OUT_WIDTH: outWidth,
      OUT_ROW_QUADS: out.rowStride / 4,
      OUT_HEAD_QUADS: out.headStride / 4,
      WEIGHTS_FROM: from * rowQuads,
      WEIGHTS_HEAD: headRows * rowQuads,
      ...(held ? held.constants : { TEAM: team, PARTS: parts }),
    }),
    buffers: { results: step.out, weights: step.w.of },
    groups: parts,
    readings: parts,
    laneTurns: held?.turns ?? Math.ceil(value.quads / (lanes ?? 64)),
    weightBytes: heads * outWidth * value.quads * weightQuadBytes[knobs.weightFormat],
    writtenBytes: out.rowStride * 4,
  };
}

export function scheduleMerge(
  step: AttendStep,
  context: Context,
  { shape, partials, mergeLanes, projection }: Merge,
): Dispatch {
  const { index, knobs } = context;
  const { kvHeads, groupSize, out, value } = shape;
  // Whatever the family: what reduces a row elsewhere has weights to multiply here.
  const lanes = projection && groupLanes(knobs) === 64 ? undefined : mergeLanes;
  const result = projection ? projecting(shape, projection, context, lanes) : storing(shape, lanes);
  // Lanes that do not wait find the statistics of all slices for each quad, a workgroup's together. Others find the
  // greatest, then the weight, and read them again for each 64 quads.
  const statistics = (lanes === undefined ? 2 : 0) + result.laneTurns;
  return {
    covers: projection ? [index, projection.index] : [index],
    kernel: lanes === undefined ? '6_merge' : '6_merge_register',
    slots: {
      ...(lanes === undefined ? reduceSlots(knobs, 64) : {}),
      sink: step.sinks ? 'sink/per_head' : 'sink/none',
      lse: step.lse ? 'lse/store' : 'lse/none',
      ...result.slots,
    },
    constants: {
      ...u32({
        KV_HEADS: kvHeads,
        GROUP_SIZE: groupSize,
        VALUE_QUADS: value.quads,
        LANES: lanes ?? 64,
        ...(step.lse ? { LSE_ROW: Math.ceil(out.heads / 4) * 4 } : {}),
      }),
      ...result.constants,
    },
    buffers: {
      partials,
      ...result.buffers,
      ...(step.sinks ? { sinks: step.sinks } : {}),
      ...(step.lse ? { lse: step.lse } : {}),
    },
    grid: (sizes) => [sizes.newTokens * groupSize, sizes.batch * kvHeads, result.groups],
    traffic: (sizes) => {
      const rows = sizes.batch * sizes.newTokens;
      return {
        readBytes:
          rows *
          (out.heads *
            sizes.splits *
            result.readings *
            (partialBytes(shape) + (statistics - 1) * statisticsBytes) +
            result.weightBytes),
        writtenBytes: rows * result.writtenBytes,
      };
    },
  };
}
