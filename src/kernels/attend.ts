// Schedules attention: over slices of the cache and a merge for few query rows, tiled for many.

import { find, headsOf, slice, type AttendStep, type Piece } from '../attention/plan';
import type { FormatId } from '../attention/format';
import { bytesPerQuad, fieldRowQuads, quads, rowLayout } from './layout';
import {
  f32,
  formatOf,
  splitKeys,
  u32,
  type BufferSpec,
  type Context,
  type Dispatch,
  type StepSizes,
} from './dispatch';

/** Query rows that share one load of a key or value in decode. */
const largestPack = 8;
/** Value columns up to which a lane of the tiled kernel can hold its sums in registers. */
const widestTiledValue = 256;

/** Where a key or value piece lies: a cache field, or rows rebuilt from one. */
interface Rows {
  readonly buffer: string;
  readonly heads: number;
  readonly rowQuads: number;
  readonly format: FormatId;
  /** Quads of a row that count. */
  readonly quads: number;
}

function rowsOf({ plan, knobs }: Context, piece: Piece): Rows {
  const { from, axes, of } = slice(plan, piece.from);
  if (from !== 0) throw new Error(`a key or value that begins at column ${from} of "${of}"`);
  const width = axes.at(-1)?.[1] ?? 0;
  const field = plan.cache.find(({ id }) => id === of);
  if (field) {
    const format = formatOf(field, knobs);
    const rowQuads = fieldRowQuads(format, field.width);
    return { buffer: of, heads: field.heads, rowQuads, format, quads: quads(width) };
  }
  const { heads, headStride } = rowLayout(find(plan.tensors, of).axes);
  return { buffer: of, heads, rowQuads: headStride / 4, format: 'f32', quads: quads(width) };
}

function queryOf({ plan }: Context, piece: Piece) {
  const x = rowLayout(find(plan.tensors, piece.from.of).axes);
  const { from, axes } = slice(plan, piece.from);
  if (from % 4 !== 0) throw new Error(`a query piece begins at ${from}, not at a multiple of 4`);
  return {
    buffer: piece.from.of,
    quads: quads(axes.at(-1)?.[1] ?? 0),
    rowQuads: x.rowStride / 4,
    headQuads: x.headStride / 4,
    fromQuads: from / 4,
  };
}

/** Everything that both kernels need to know of a step. */
function shapeOf(step: AttendStep, context: Context) {
  const { plan, index } = context;
  const [q, qTail] = step.q.map((piece) => queryOf(context, piece));
  const [key, keyTail] = step.key.map((piece) => rowsOf(context, piece));
  const [value] = step.value.map((piece) => rowsOf(context, piece));
  if (!q || !key || !value || step.value.length > 1 || step.key.length > 2) {
    throw new Error(`step ${index}: a key of one or two pieces and a value of one only`);
  }
  if (
    step.q.length !== step.key.length ||
    q.quads !== key.quads ||
    qTail?.quads !== keyTail?.quads
  ) {
    throw new Error(`step ${index}: query and key rows are made of different pieces`);
  }
  if (key.format !== value.format) {
    throw new Error(`step ${index}: keys in ${key.format} with values in ${value.format}`);
  }
  if (qTail && qTail.fromQuads !== 0) throw new Error(`step ${index}: a query tail that is a view`);
  const out = rowLayout(find(plan.tensors, step.out).axes);
  const own = [...step.key, ...step.value].filter(({ heads }) => heads === 'own');
  const kvHeads = own.length > 0 ? Math.max(...own.map(({ from }) => headsOf(plan, from))) : 1;
  const groupSize = out.heads / kvHeads;
  const tail = keyTail ?? { ...key, quads: 0 };
  const queryTail = qTail ?? { ...q, quads: 0 };
  const { softcap, scale, mask } = step;
  return {
    key,
    tail,
    value,
    out,
    kvHeads,
    groupSize,
    buffers: {
      query: q.buffer,
      query_tail: queryTail.buffer,
      keys: key.buffer,
      key_tails: tail.buffer,
      values: value.buffer,
    },
    slots: {
      kv: `kv/${key.format}`,
      key_tail: `key_tail/${tail.format}`,
      mask: !mask.causal ? 'mask/full' : mask.window ? 'mask/window' : 'mask/causal',
      score: softcap ? 'score/softcap' : 'score/plain',
    },
    constants: {
      ...u32({
        KV_HEADS: kvHeads,
        GROUP_SIZE: groupSize,
        QUERY_QUADS: q.quads,
        QUERY_ROW_QUADS: q.rowQuads,
        QUERY_HEAD_QUADS: q.headQuads,
        QUERY_FROM_QUADS: q.fromQuads,
        TAIL_QUADS: tail.quads,
        TAIL_QUERY_ROW_QUADS: queryTail.rowQuads,
        TAIL_QUERY_HEAD_QUADS: queryTail.headQuads,
        KEY_HEADS: key.heads,
        KEY_ROW_QUADS: key.rowQuads,
        TAIL_HEADS: tail.heads,
        TAIL_ROW_QUADS: tail.rowQuads,
        VALUE_HEADS: value.heads,
        VALUE_ROW_QUADS: value.rowQuads,
        VALUE_QUADS: value.quads,
      }),
      SCALE: f32(scale),
      ...(softcap ? { SOFTCAP: f32(softcap) } : {}),
    },
    /** Bytes of one key and value, loaded once. */
    bytesPerKey:
      (key.quads + value.quads) * bytesPerQuad[key.format] + tail.quads * bytesPerQuad[tail.format],
    /** Bytes of one query row. */
    queryBytes: (q.quads + tail.quads) * 16,
  };
}

type Shape = ReturnType<typeof shapeOf>;

/** Query rows of a pack: as even as the group allows, and never more than there can be. */
export function packSize(groupSize: number, maxNewTokens: number): number {
  const rows = groupSize * maxNewTokens;
  if (maxNewTokens > 1) return Math.min(largestPack, rows);
  return Math.ceil(rows / Math.ceil(rows / largestPack));
}

export function scheduleAttend(
  step: AttendStep,
  context: Context,
): { dispatches: Dispatch[]; buffers?: BufferSpec[] } {
  const shape = shapeOf(step, context);
  const tiled = context.plan.phase === 'prefill' && shape.value.quads * 4 <= widestTiledValue;
  return tiled ? tiledAttend(step, context, shape) : splitAttend(step, context, shape);
}

function tiledAttend(step: AttendStep, { index }: Context, shape: Shape) {
  const { kvHeads, groupSize, out, constants, slots, buffers } = shape;
  const tiles = ({ newTokens }: StepSizes) => Math.ceil((newTokens * groupSize) / 32);
  const dispatch: Dispatch = {
    covers: [index],
    kernel: '5_attend_prefill',
    slots,
    constants: {
      ...constants,
      ...u32({ OUT_ROW_QUADS: out.rowStride / 4, OUT_HEAD_QUADS: out.headStride / 4 }),
    },
    buffers: { ...buffers, context: step.out },
    grid: (sizes) => [tiles(sizes), sizes.batch * kvHeads, 1],
    traffic: (sizes) => ({
      readBytes: sizes.batch * kvHeads * tiledReads(sizes, shape),
      writtenBytes: sizes.batch * sizes.newTokens * out.rowStride * 4,
    }),
  };
  return { dispatches: [dispatch] };
}

/** Bytes that the tiles of one kv head load when every sequence is as long as the longest. */
function tiledReads({ newTokens, context }: StepSizes, shape: Shape): number {
  const rows = newTokens * shape.groupSize;
  let bytes = 0;
  for (let first = 0; first < rows; first += 32) {
    const lastToken = Math.floor((Math.min(first + 32, rows) - 1) / shape.groupSize);
    const visible = context - newTokens + lastToken + 1;
    // Each tile of 32 keys loads the query rows again.
    bytes += visible * shape.bytesPerKey + Math.ceil(visible / 32) * 32 * shape.queryBytes;
  }
  return bytes;
}

function splitAttend(step: AttendStep, { index, knobs }: Context, shape: Shape) {
  const { kvHeads, groupSize, out, constants, slots, buffers, value } = shape;
  const pack = packSize(groupSize, knobs.maxNewTokens);
  const rows = ({ newTokens }: StepSizes) => newTokens * groupSize;
  const id = `partials${index}`;
  const partialBytes = (value.quads + 1) * 16;
  const largestRows = knobs.batch * kvHeads * knobs.maxNewTokens * groupSize;
  const mergeConstants = u32({
    KV_HEADS: kvHeads,
    GROUP_SIZE: groupSize,
    VALUE_QUADS: value.quads,
    OUT_ROW_QUADS: out.rowStride / 4,
    OUT_HEAD_QUADS: out.headStride / 4,
  });
  const partialsOf = (sizes: StepSizes) =>
    sizes.batch * kvHeads * rows(sizes) * sizes.splits * partialBytes;
  const dispatches: Dispatch[] = [
    {
      covers: [index],
      kernel: '5_attend_decode',
      slots,
      constants: { ...constants, ...u32({ PACK: pack }) },
      buffers: { ...buffers, partials: id },
      grid: (sizes) => [Math.ceil(rows(sizes) / pack), sizes.splits, sizes.batch * kvHeads],
      traffic: (sizes) => ({
        readBytes:
          kvHeads *
          Math.ceil(rows(sizes) / pack) *
          (sizes.keys * shape.bytesPerKey + sizes.batch * sizes.splits * pack * shape.queryBytes),
        writtenBytes: partialsOf(sizes),
      }),
    },
    {
      covers: [index],
      kernel: '6_merge',
      slots: { reduce: `reduce/${knobs.reduction}` },
      constants: mergeConstants,
      buffers: { partials: id, context: step.out },
      grid: (sizes) => [rows(sizes), sizes.batch * kvHeads, 1],
      traffic: (sizes) => ({
        readBytes: partialsOf(sizes),
        writtenBytes: sizes.batch * sizes.newTokens * out.rowStride * 4,
      }),
    },
  ];
  const bytes = largestRows * Math.ceil(knobs.capacity / splitKeys) * partialBytes;
  return { dispatches, buffers: [{ id, role: 'partials' as const, bytes }] };
}
