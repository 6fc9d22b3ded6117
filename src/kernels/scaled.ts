// What formats with scales ask of a schedule: constants for their shaders, rows that are turned before they meet
// quantised ones, and cached rows that are turned back before others are rebuilt from them.

import {
  formats,
  groupsOf,
  paddedRowBytes,
  scaleRowBytes,
  type FormatId,
} from '../attention/format';
import { find, slice, type Field, type View } from '../attention/plan';
import {
  fieldsSlot,
  formatOf,
  u32,
  type BufferSpec,
  type Context,
  type Dispatch,
  type Grid,
  type StepSizes,
} from './dispatch';
import { fieldRowQuads, quads, rowLayout } from './layout';
import { keysIn, ofSpan, rebuiltKeysOf, spanSlot, type Span } from './rebuilt';
import { heldTurning, turningKernel, type Turn } from './turning';

export const hasScales = (format: FormatId): boolean => formats[format].group !== null;

/** Constants by which a loader finds a row's scales: those of key/*, value/*, rows/cached_*. */
export function scaleConstants(
  prefix: 'KEY' | 'VALUE' | 'IN',
  format: FormatId,
  width: number,
): Record<string, number> {
  if (!hasScales(format)) return {};
  const { size, count } = groupsOf(format, width);
  return {
    // A shift, since a division costs software adapters as much as the load. All columns of one group are its own.
    [`${prefix}_GROUP_SHIFT`]: count > 1 ? Math.log2(quads(size)) : 30,
    [`${prefix}_SCALE_WORDS`]: scaleRowBytes(format, width) / 4,
  };
}

/** Neighbouring quads that key/*, key_tail/* and value/* load at once; 4-bit codes come two quads to a word. */
export const runOf = (
  prefix: 'KEY' | 'TAIL' | 'VALUE',
  format: FormatId | undefined,
  run: number,
): Record<string, number> => ({
  [`${prefix}_RUN`]: run,
  ...(format === 'int4' ? { [`${prefix}_RUN_PAIRS`]: Math.floor(run / 2) } : {}),
});

/** Bytes of the scales that are loaded with `width` columns of a row. */
export const scaleBytesOf = (format: FormatId, width: number): number =>
  hasScales(format) ? scaleRowBytes(format, width) : 0;

/** Folds rows along y, since a dimension holds at most 65,535 workgroups. */
export function foldedGrid(rows: number, workgroupsPerRow: number): Grid {
  const x = Math.min(rows, 65535);
  return [x, x > 0 ? Math.ceil(rows / x) : 1, workgroupsPerRow];
}

/** Rows of a tensor that are turned: `width` columns of each head, from column `from` on. */
interface Turned {
  readonly tensor: string;
  readonly heads: number;
  readonly from: number;
  readonly width: number;
  /** Stride of heads and of rows, in quads. */
  readonly headQuads: number;
  readonly rowQuads: number;
}

/** Where rows are turned by themselves, without gaps. */
const beside = (tensor: string, { heads, width }: Turned): Turned => ({
  tensor,
  heads,
  width,
  from: 0,
  headQuads: quads(width),
  rowQuads: heads * quads(width),
});

function turn(
  { index, knobs }: Context,
  direction: Turn,
  format: FormatId,
  field: Field,
  [from, to]: readonly [Turned, Turned],
): Dispatch {
  const rowsOf = ({ batch, newTokens }: StepSizes) => batch * newTokens;
  const { heads, width } = from;
  const bytes = (sizes: StepSizes) => rowsOf(sizes) * heads * quads(width) * 16;
  const turning = turningKernel(knobs, direction, format, field, width);
  return {
    covers: [index],
    kernel: turning.kernel,
    slots: { rows: 'rows/activation', into: 'into/activation', ...turning.slots },
    constants: u32({
      ...turning.constants,
      IN_ROW_QUADS: from.rowQuads,
      IN_HEAD_QUADS: from.headQuads,
      IN_FROM_QUADS: from.from / 4,
      OUT_ROW_QUADS: to.rowQuads,
      OUT_HEAD_QUADS: to.headQuads,
    }),
    buffers: { rows: from.tensor, results: to.tensor },
    grid: (sizes) => foldedGrid(rowsOf(sizes), heads * turning.groups),
    traffic: (sizes) => ({ readBytes: bytes(sizes), writtenBytes: bytes(sizes) }),
  };
}

function turnedView({ plan }: Context, view: View): Turned {
  const { heads, headStride, rowStride } = rowLayout(find(plan.tensors, view.of).axes);
  const { from, axes } = slice(plan, view);
  const width = axes.at(-1)?.[1] ?? 0;
  return {
    tensor: view.of,
    heads,
    from,
    width,
    headQuads: headStride / 4,
    rowQuads: rowStride / 4,
  };
}

const activation = ({ knobs }: Context, { tensor, rowQuads }: Turned): BufferSpec => ({
  id: tensor,
  role: 'activation',
  bytes: knobs.batch * knobs.maxNewTokens * rowQuads * 16,
});

/**
 * What attention to quantised fields takes besides: queries spread as the keys were, and contexts, which are made of
 * spread values, turned back. `query` and `context` are where it reads and writes meanwhile.
 */
export function turnAround(
  context: Context,
  { query, out, key, value }: { query: View; out: string; key: Field; value: Field },
) {
  const format = formatOf(key, context.knobs);
  const from = turnedView(context, query);
  const to = turnedView(context, { of: out });
  const turnedQuery = beside(`spread ${query.of} ${context.index}`, from);
  const turnedContext = beside(`spread ${out} ${context.index}`, to);
  const contextFormat = formatOf(value, context.knobs);
  const { knobs } = context;
  return {
    query: {
      buffer: turnedQuery.tensor,
      headQuads: turnedQuery.headQuads,
      rowQuads: turnedQuery.rowQuads,
      fromQuads: 0,
    },
    context: turnedContext.tensor,
    before: turn(context, 'spread', format, key, [from, turnedQuery]),
    after: turn(context, 'unspread', contextFormat, value, [turnedContext, to]),
    /** What a kernel that has a whole context at hand is given to turn it back by itself; undefined where it cannot. */
    atHand: heldTurning(knobs, 'unspread', contextFormat, value, turnedContext.width),
    buffers: {
      query: activation(context, turnedQuery),
      context: activation(context, turnedContext),
    },
  };
}

/** A cache field as steps read it that rebuild rows from it: as it is, or restored where it has scales. */
export function cachedRows({ knobs }: Context, field: Field) {
  const format = formatOf(field, knobs);
  if (!hasScales(format)) {
    const rowQuads = fieldRowQuads(format, field.width);
    return { buffer: field.id, rowQuads, format, restored: false };
  }
  const rowQuads = quads(field.width);
  return { buffer: `restored ${field.id}`, rowQuads, format: 'f32' as const, restored: true };
}

/** Fields with scales that the context's step rebuilds rows from. */
export function fieldsToRestore({ plan, knobs, index }: Context): Field[] {
  const step = plan.steps[index];
  const views =
    step?.op === 'rebuild'
      ? [step.from]
      : step?.op === 'outerProduct'
        ? [step.left, step.right]
        : [];
  return plan.cache.filter(
    (field) => hasScales(formatOf(field, knobs)) && views.some(({ of }) => of === field.id),
  );
}

/** Room for the restored rows of a span. */
export function restoredBuffer(context: Context, field: Field): BufferSpec {
  const { plan, knobs } = context;
  const { buffer, rowQuads } = cachedRows(context, field);
  const rows = knobs.batch * field.heads * rebuiltKeysOf(plan, knobs);
  return { id: buffer, role: 'rebuilt', bytes: rows * rowQuads * 16 };
}

/** Reads the codes of a span's tokens and turns the rows back. */
export function scheduleRestore(context: Context, field: Field, span: Span): Dispatch {
  const { knobs, index } = context;
  const format = formatOf(field, knobs);
  const { buffer, rowQuads } = cachedRows(context, field);
  const rowsOf = (sizes: StepSizes) => sizes.batch * keysIn(span, sizes);
  const turning = turningKernel(knobs, 'unspread', format, field, field.width);
  return {
    covers: [index],
    kernel: turning.kernel,
    slots: {
      rows: `rows/cached_${format}`,
      fields: fieldsSlot(knobs),
      span: spanSlot(span),
      into: 'into/rebuilt',
      ...turning.slots,
    },
    constants: u32({
      ...turning.constants,
      ...scaleConstants('IN', format, field.width),
      IN_HEADS: field.heads,
      IN_ROW_QUADS: fieldRowQuads(format, field.width),
      OUT_HEADS: field.heads,
      OUT_HEAD_QUADS: rowQuads,
      REBUILT_KEYS: span.rebuiltKeys,
    }),
    buffers: { rows: field.id, results: buffer },
    ...ofSpan(span),
    grid: (sizes) => foldedGrid(rowsOf(sizes), field.heads * turning.groups),
    traffic: (sizes) => ({
      readBytes: rowsOf(sizes) * field.heads * paddedRowBytes(format, field.width),
      writtenBytes: rowsOf(sizes) * field.heads * rowQuads * 16,
    }),
  };
}
