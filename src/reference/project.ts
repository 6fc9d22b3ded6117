// Matrix products: rows times a weight in whatever order the checkpoint stores its axes.

import { slice, sizeOf, type Axis, type Plan, type View } from '../attention/plan';
import { dot } from './vector';

/** A weight as a matrix: where output o begins in its data, and where its contracted elements lie from there. */
export interface Matrix {
  readonly data: Float32Array | Float64Array;
  /** [outputs], offsets into `data`. */
  readonly outputs: Int32Array;
  /** [contracted], offsets from an output's. */
  readonly contracted: Int32Array;
  /** How many elements the first kept axis has: the heads, where there is one matrix per head. */
  readonly heads: number;
}

/** Offsets of all elements of some axes, the last one fastest: [product of the sizes]. */
function offsets(axes: readonly { readonly size: number; readonly stride: number }[]): Int32Array {
  return axes.reduce<Int32Array>((outer, { size, stride }) => {
    const all = new Int32Array(outer.length * size);
    for (let i = 0; i < all.length; i++)
      all[i] = outer[Math.floor(i / size)]! + (i % size) * stride;
    return all;
  }, new Int32Array(1));
}

/** Splits a weight's axes into those that are summed (`contract`, in this order) and those that stay. */
export function matrix(
  plan: Plan,
  view: View,
  contract: readonly string[],
  data: Float32Array | Float64Array,
): Matrix {
  const { whole, axes, cut, from } = slice(plan, view);
  const strideOf = (i: number) => sizeOf(whole.slice(i + 1));
  const strided = axes.map(([name, size]: Axis, i) => ({ name, size, stride: strideOf(i) }));
  const kept = strided.filter(({ name }) => !contract.includes(name));
  const summed = contract.map((name) => {
    const axis = strided.find((other) => other.name === name);
    if (!axis) throw new Error(`"${view.of}" has no axis "${name}" to sum over`);
    return axis;
  });
  const outputs = offsets(kept).map((offset) => offset + from * strideOf(cut));
  return { data, outputs, contracted: offsets(summed), heads: kept[0]?.size ?? 1 };
}

/** The weights of one output, [contracted], copied into `row`. */
function loadOutput({ data, outputs, contracted }: Matrix, output: number, row: Float64Array) {
  const at = outputs[output]!;
  const count = contracted.length;
  if (contracted[count - 1] === count - 1) row.set(data.subarray(at, at + count));
  else for (let i = 0; i < count; i++) row[i] = data[at + contracted[i]!]!;
}

/** Rows of `stride` elements, of which those from `at` on take part. */
export interface Rows {
  readonly data: Float64Array;
  readonly stride: number;
  readonly at: number;
}

/**
 * out[row, o] = sum over k of x[row, k] w[first + o, k], for o < count and the rows named.
 * Yields the multiply-adds done since it yielded last.
 */
export function* multiply(
  w: Matrix,
  { first, count }: { readonly first: number; readonly count: number },
  rows: readonly number[],
  x: Rows,
  out: Rows,
): Generator<number, void> {
  const size = w.contracted.length;
  const weights = new Float64Array(size);
  for (let o = 0; o < count; o++) {
    loadOutput(w, first + o, weights);
    for (const row of rows) {
      out.data[row * out.stride + out.at + o] = dot(
        x.data,
        row * x.stride + x.at,
        weights,
        0,
        size,
      );
    }
    yield rows.length * size;
  }
}
