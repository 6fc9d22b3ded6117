// How projections walk a weight: which of its rows make outputs, and which columns are summed.

import {
  slice,
  sizeOf,
  type Plan,
  type ProjectStep,
  type Slice,
  type View,
} from '../attention/plan';
import { quads, rowLayout } from './layout';

/** How a weight's matrix is walked: rows that make outputs, columns that are summed. */
export interface Matrix {
  /** Output heads; 1 where the weight has one axis of outputs. */
  readonly heads: number;
  readonly outWidth: number;
  /** Rows of the whole weight per head, and the first that counts. */
  readonly headRows: number;
  readonly from: number;
  /** Quads of a row. */
  readonly rowQuads: number;
  /** Whether rows are summed instead of columns. */
  readonly transposed: boolean;
  /** Rows that are summed, where transposed. */
  readonly inWidth: number;
}

export function matrixOf(w: Slice, contract: readonly string[], step: string): Matrix {
  const trailing = w.whole.slice(-contract.length).map(([name]) => name);
  const last = w.axes.length - 1;
  if (trailing.join() === contract.join()) {
    const outer = w.axes.slice(0, w.axes.length - contract.length);
    const inner = w.whole.slice(w.axes.length - contract.length);
    const outAxis = outer.length - 1;
    if (w.cut !== outAxis && w.axes[w.cut]?.[1] !== w.whole[w.cut]?.[1]) {
      throw new Error(`${step}: the weight is cut along an axis that no kernel cuts`);
    }
    return {
      heads: sizeOf(outer.slice(0, -1)),
      outWidth: outer[outAxis]?.[1] ?? 1,
      headRows: w.whole[outAxis]?.[1] ?? 1,
      from: w.cut === outAxis ? w.from : 0,
      rowQuads: rowLayout(inner).rowStride / 4,
      transposed: false,
      inWidth: 0,
    };
  }
  if (contract.length === 1 && w.whole[last - 1]?.[0] === contract[0] && w.cut === last - 1) {
    const outWidth = w.axes[last]?.[1] ?? 1;
    return {
      heads: sizeOf(w.axes.slice(0, last - 1)),
      outWidth,
      headRows: w.whole[last - 1]?.[1] ?? 1,
      from: w.from,
      rowQuads: quads(outWidth),
      transposed: true,
      inWidth: w.axes[last - 1]?.[1] ?? 1,
    };
  }
  throw new Error(`${step}: no kernel sums over ${contract.join(', ')} of this weight`);
}

/** Vectorised kernels load whole quads, so that a view must begin on one. */
export function quadOf(plan: Plan, view: View): number {
  const { from, of } = slice(plan, view);
  if (from % 4 !== 0)
    throw new Error(`a view of "${of}" begins at ${from}, not at a multiple of 4`);
  return from / 4;
}

/** Whether a projection sums along the rows of its weight, as absorption does. */
export const isTransposed = (plan: Plan, { x, w, contract }: ProjectStep): boolean =>
  matrixOf(slice(plan, w), contract, `projection of ${x.of}`).transposed;
