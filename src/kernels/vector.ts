// Schedules projections of a few rows: by one matrix, or by several that meet the same input.

import { find, slice, type ProjectStep } from '../attention/plan';
import {
  groupLanes,
  reduceSlots,
  u32,
  weightsSlot,
  wordRows,
  type Dispatch,
  type Knobs,
  type Schedule,
  type StepSizes,
} from './dispatch';
import { quads, rowLayout, weightQuadBytes } from './layout';
import { matrixOf, quadOf } from './matrix';
import { placeOf } from './regions';

/** Rows up to which each reads the weights by itself. */
const fewRows = 4;

export const hasFewRows = ({ batch, maxNewTokens }: Knobs): boolean =>
  batch * maxNewTokens <= fewRows;

type Joined = Pick<Schedule, 'plan' | 'knobs' | 'buffers'>;

/** NO_BIAS of shaders/1_project_vector.wgsl. */
const noBias = 0xffffffff;

/** A step's matrix as the kernel reads it; `shared`: it and its results are regions of buffers bound whole. */
function matrixFor({ plan, knobs, buffers }: Joined, index: number, shared: boolean) {
  const step = plan.steps[index];
  if (step?.op !== 'project') throw new Error(`step ${index} is no projection`);
  const matrix = matrixOf(slice(plan, step.w), step.contract, `step ${index}`);
  const { bias } = find(plan.weights, step.w.of);
  if (bias && matrix.outWidth !== matrix.headRows) {
    throw new Error(`step ${index}: no kernel cuts the bias of a weight that is cut`);
  }
  const quadBytes = weightQuadBytes[knobs.weightFormat];
  const offset = (id: string) => (shared ? placeOf(buffers, id).offsetBytes : 0);
  const out = rowLayout(find(plan.tensors, step.out).axes);
  return {
    step,
    bias,
    out,
    rowQuads: matrix.rowQuads,
    groups: matrix.heads * quads(matrix.outWidth),
    weightBytes: matrix.heads * matrix.outWidth * matrix.rowQuads * quadBytes,
    fields: [
      matrix.outWidth,
      offset(step.w.of) / quadBytes + matrix.from * matrix.rowQuads,
      matrix.headRows * matrix.rowQuads,
      bias === undefined ? noBias : offset(bias) / 4,
      offset(step.out) / 16,
      out.rowStride / 4,
    ],
  };
}

/** One dispatch for the projections at `indices`: more than one where `fuse` found that they share their buffers. */
export function scheduleVector(indices: readonly number[], context: Joined): Dispatch {
  const { plan, knobs, buffers } = context;
  const shared = indices.length > 1;
  const matrices = indices.map((index) => matrixFor(context, index, shared));
  const [first] = matrices;
  if (!first) throw new Error('a projection has a matrix');
  const { x, perHead }: ProjectStep = first.step;
  const input = rowLayout(find(plan.tensors, x.of).axes);
  const name = (id: string) => (shared ? placeOf(buffers, id).buffer : id);
  let groups = 0;
  const rows = matrices.map(({ fields, groups: own }) => {
    groups += own;
    return [groups - own, ...fields];
  });
  const biased = matrices.find(({ bias }) => bias !== undefined)?.bias;
  const rowsOf = ({ batch, newTokens }: StepSizes) => batch * newTokens;
  const sum = (of: (matrix: (typeof matrices)[number]) => number) =>
    matrices.reduce((total, matrix) => total + of(matrix), 0);
  return {
    covers: indices,
    kernel: '1_project_vector',
    slots: {
      rows: 'rows/activation',
      weights: weightsSlot(knobs),
      ...reduceSlots(knobs, groupLanes(knobs)),
    },
    constants: {
      ...u32({
        IN_ROW_QUADS: input.rowStride / 4,
        IN_HEAD_QUADS: perHead ? input.headStride / 4 : 0,
        IN_FROM_QUADS: quadOf(plan, x),
        IN_QUADS: first.rowQuads,
        MATRIX_COUNT: matrices.length,
        LANES: groupLanes(knobs),
      }),
      MATRICES: wordRows(rows),
    },
    buffers: {
      rows: x.of,
      weights: name(first.step.w.of),
      bias: name(biased ?? first.step.w.of),
      results: name(first.step.out),
    },
    grid: (sizes) => [groups, rowsOf(sizes), 1],
    traffic: (sizes) => ({
      readBytes:
        rowsOf(sizes) *
        sum(
          ({ weightBytes, groups: own, rowQuads, bias, out }) =>
            weightBytes + own * rowQuads * 16 + (bias === undefined ? 0 : out.rowStride * 4),
        ),
      writtenBytes: rowsOf(sizes) * sum(({ out }) => out.rowStride * 4),
    }),
  };
}
