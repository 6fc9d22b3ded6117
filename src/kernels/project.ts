// Schedules projections of many rows, of new tokens or of all cached ones (rebuild), and those by a matrix as it lies.

import {
  find,
  slice,
  type Plan,
  type ProjectStep,
  type RebuildStep,
  type RotateStep,
} from '../attention/plan';
import { bytesPerQuad, rowLayout, weightQuadBytes } from './layout';
import { matrixOf, quadOf, type Matrix } from './matrix';
import { keysIn, ofSpan, spanSlot, type Span } from './rebuilt';
import { pairFiles } from './rotate';
import { cachedRows } from './scaled';
import {
  fieldsSlot,
  groupLanes,
  u32,
  weightsSlot,
  type Context,
  type Dispatch,
  type Grid,
  type Knobs,
  type StepSizes,
} from './dispatch';

/** Rows that share a load of a weight of a transposed projection. */
const mostSharedRows = 4;

/** `beside`: a rotation that the dispatch of a transposed projection takes along. */
export function scheduleProject(
  step: ProjectStep,
  { plan, knobs, index }: Context,
  beside?: { readonly index: number; readonly step: RotateStep },
): Dispatch {
  const w = slice(plan, step.w);
  const weight = find(plan.weights, step.w.of);
  const matrix = matrixOf(w, step.contract, `step ${index}`);
  const x = rowLayout(find(plan.tensors, step.x.of).axes);
  const out = rowLayout(find(plan.tensors, step.out).axes);
  const bias = weight.bias;
  if (bias && matrix.outWidth !== matrix.headRows) {
    throw new Error(`step ${index}: no kernel cuts the bias of a weight that is cut`);
  }
  const inputs = u32({
    IN_ROW_QUADS: x.rowStride / 4,
    IN_HEAD_QUADS: step.perHead ? x.headStride / 4 : 0,
    IN_FROM_QUADS: quadOf(plan, step.x),
  });
  const outputs = u32({ OUT_ROW_QUADS: out.rowStride / 4, OUT_HEAD_QUADS: out.headStride / 4 });
  const slots = {
    rows: 'rows/activation',
    weights: weightsSlot(knobs),
    into: 'into/activation',
  };
  const buffers = { rows: step.x.of, weights: step.w.of, results: step.out };
  const weightBytes = matrix.rowQuads * weightQuadBytes[knobs.weightFormat];
  const rowsOf = ({ batch, newTokens }: StepSizes) => batch * newTokens;

  if (matrix.transposed) {
    if (bias) throw new Error(`step ${index}: no kernel adds a bias to a transposed projection`);
    const { heads, inWidth, headRows, from, rowQuads } = matrix;
    const rotation = beside && rotationBeside(plan, beside.step);
    const outGroups = Math.ceil(rowQuads / 64);
    const shared = Math.min(mostSharedRows, knobs.batch * knobs.maxNewTokens);
    const tilesOf = (sizes: StepSizes) => Math.ceil(rowsOf(sizes) / shared);
    return {
      covers: beside ? [beside.index, index] : [index],
      kernel: '1_project_transposed',
      slots: { ...slots, ...(rotation?.slots ?? { beside: 'beside/nothing' }) },
      constants: {
        ...rotation?.constants,
        ...inputs,
        ...outputs,
        ...u32({
          ROWS: shared,
          IN_WIDTH: inWidth,
          OUT_QUADS: rowQuads,
          W_HEAD_ROWS: headRows,
          W_FROM: from,
        }),
      },
      buffers: { ...buffers, ...rotation?.buffers },
      grid: (sizes) => [outGroups + (rotation ? 1 : 0), heads, tilesOf(sizes)],
      traffic: (sizes) => ({
        readBytes:
          heads *
            (tilesOf(sizes) * inWidth * weightBytes + rowsOf(sizes) * outGroups * inWidth * 4) +
          rowsOf(sizes) * (rotation?.readBytes ?? 0),
        writtenBytes: rowsOf(sizes) * (out.rowStride * 4 + (rotation?.writtenBytes ?? 0)),
      }),
    };
  }

  const { tiles, tileRows, constants, ...tiled } = tiling(matrix, bias, knobs);
  return {
    covers: [index],
    kernel: tiled.kernel,
    slots: { ...slots, ...tiled.slots },
    constants: { ...inputs, ...outputs, ...constants },
    buffers: { ...buffers, bias: bias ?? step.w.of },
    grid: (sizes): Grid => [tiles, Math.ceil(rowsOf(sizes) / tileRows), 1],
    traffic: (sizes) => ({
      readBytes:
        Math.ceil(rowsOf(sizes) / tileRows) * matrix.heads * matrix.outWidth * weightBytes +
        rowsOf(sizes) * (tiles * matrix.rowQuads * 16 + (bias ? out.rowStride * 4 : 0)),
      writtenBytes: rowsOf(sizes) * out.rowStride * 4,
    }),
  };
}

/** What a rotation of other columns of the same rows adds to the dispatch of their projection. */
function rotationBeside(plan: Plan, step: RotateStep) {
  const { spec, dim } = find(plan.tables, step.table);
  const { heads, rowStride, headStride } = rowLayout(find(plan.tensors, step.out).axes);
  return {
    slots: { beside: 'beside/rotation', pairs: pairFiles[spec.pairs] },
    constants: u32({
      ROTARY_DIM: dim,
      UNROTATED_FROM: slice(plan, step.x).from,
      ROTATED_ROW: rowStride,
      ROTATED_HEAD: headStride,
    }),
    buffers: { unrotated: step.x.of, turns: step.table, rotated: step.out },
    readBytes: (heads + 1) * dim * 4,
    writtenBytes: rowStride * 4,
  };
}

/** Rows that share a load of a weight in registers: more where the lanes of a subgroup load them together. */
const registerRows: Record<Knobs['reduction'], number> = { workgroup: 8, subgroup: 16 };

/** How many rows are multiplied: in tiles of workgroup memory, or in registers where barriers are dear. */
function tiling(matrix: Matrix, bias: string | undefined, knobs: Knobs) {
  const lanes = groupLanes(knobs);
  const staged = lanes === 64;
  // Emulated subgroups are there to test sums, not swaps of whole quads.
  const sharing = knobs.subgroups === 'emulated' ? 'workgroup' : knobs.reduction;
  const rows = registerRows[sharing];
  return {
    kernel: staged ? '1_project_matrix' : '1_project_register',
    slots: staged ? {} : { four_rows: `four_rows/${sharing}` },
    tileRows: staged ? 32 : rows,
    tiles: matrix.heads * Math.ceil(matrix.outWidth / (staged ? 32 : 4 * lanes)),
    constants: u32({
      IN_QUADS: matrix.rowQuads,
      OUT_WIDTH: matrix.outWidth,
      W_HEAD_ROWS: matrix.headRows,
      W_FROM: matrix.from,
      HAS_BIAS: bias ? 1 : 0,
      ...(staged ? {} : { ROWS: rows, FOURS: rows / 4, LANES: lanes }),
    }),
  };
}

/** Rebuilds the keys or values of one span of the cached tokens. */
export function scheduleRebuild(step: RebuildStep, context: Context, span: Span): Dispatch {
  const { plan, knobs, index } = context;
  const field = find(plan.cache, step.from.of);
  const { buffer, rowQuads, format, restored } = cachedRows(context, field);
  const matrix = matrixOf(slice(plan, step.by), step.contract, `step ${index}`);
  const out = rowLayout(find(plan.tensors, step.out).axes);
  const { tiles, tileRows, constants, ...tiled } = tiling(matrix, undefined, knobs);
  const rowsOf = (sizes: StepSizes) => sizes.batch * keysIn(span, sizes);
  return {
    covers: [index],
    kernel: tiled.kernel,
    slots: {
      ...tiled.slots,
      ...(restored
        ? { rows: 'rows/restored' }
        : { rows: `rows/cached_${format}`, fields: fieldsSlot(knobs) }),
      weights: weightsSlot(knobs),
      into: 'into/rebuilt',
      span: spanSlot(span),
    },
    constants: {
      ...u32({
        IN_ROW_QUADS: rowQuads,
        IN_HEADS: field.heads,
        IN_FROM_QUADS: quadOf(plan, step.from),
        OUT_HEADS: out.heads,
        OUT_HEAD_QUADS: out.headStride / 4,
        REBUILT_KEYS: span.rebuiltKeys,
      }),
      ...constants,
    },
    buffers: { rows: buffer, weights: step.by.of, results: step.out, bias: step.by.of },
    ...ofSpan(span),
    grid: (sizes) => [tiles, Math.ceil(rowsOf(sizes) / tileRows), 1],
    traffic: (sizes) => ({
      readBytes:
        Math.ceil(rowsOf(sizes) / tileRows) *
          matrix.heads *
          matrix.outWidth *
          matrix.rowQuads *
          weightQuadBytes[knobs.weightFormat] +
        rowsOf(sizes) * tiles * matrix.rowQuads * bytesPerQuad[format],
      writtenBytes: rowsOf(sizes) * out.rowStride * 4,
    }),
  };
}
