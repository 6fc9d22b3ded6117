// A plan: what an attention variant computes for one layer, as data, never how.
// Readers (price, reference, kernels) know these types and no variant.

import type { RopeSpec } from './rope';

/** A named axis and its size in elements. */
export type Axis = readonly [name: string, size: number];

/**
 * One row per token: [batch, tokens, ...axes]. `rows` says which tokens: the new ones of this step, or all
 * cached ones (what `rebuild` makes).
 */
export interface Tensor {
  readonly id: string;
  readonly axes: readonly Axis[];
  readonly rows: 'new' | 'cached';
}

/** A parameter as checkpoints store it, [out..., in...], row-major. `bias` names a weight of the out axes. */
export interface Weight {
  readonly id: string;
  readonly axes: readonly Axis[];
  readonly bias?: string;
}

/** One cached row per token, head and layer: [batch, heads, capacity, width]. */
export interface Field {
  readonly id: string;
  /** What the row holds, for labels and textures. */
  readonly holds:
    | 'key'
    | 'value'
    | 'latent'
    | 'ropeKey'
    /** One row that is key and value. */
    | 'tied'
    /** Factors of keys and values over heads, and over columns. */
    | 'headFactor'
    | 'keyFactor'
    | 'valueFactor';
  readonly heads: number;
  readonly width: number;
  /** `min16`: kept in at least 16 bits when the chosen format is narrower (rotary keys). */
  readonly format: 'chosen' | 'min16';
  /** Columns from the first on that are also attended to by themselves: quantising must not mix them with the rest. */
  readonly prefix?: number;
}

/** A slice of a tensor, weight or cache field along one of its axes (its last if not named); no copy is made. */
export interface View {
  readonly of: string;
  readonly axis?: string;
  readonly from?: number;
  readonly width?: number;
}

/** Part of a query, key or value row; a row is its pieces side by side. `shared`: one for all heads. */
export interface Piece {
  readonly from: View;
  readonly heads: 'own' | 'shared';
}

export interface Mask {
  /** Query i sees key j when j <= i + offset, `offset` and the number of keys being data of the sequence. */
  readonly causal: boolean;
  /** Whether the step carries a window: query i then also needs i + offset - j < window. */
  readonly window?: 'perStep';
  /** Whether the step carries an `AdditiveMask`: one for all query heads, or one for each. */
  readonly additive?: 'shared' | 'perHead';
}

/**
 * Values added to scores after scale and softcap, as data of a step: [batch, 1 or query heads, newTokens, columns].
 * Column j is key j; minus infinity hides a key, and keys from `columns` on are hidden.
 */
export interface AdditiveMask {
  readonly columns: number;
  readonly values: Float32Array;
}

/**
 * What may be read of the scores, which an online softmax never holds: `product` is scale q k^T of every key,
 * `capped` that after the softcap, `masked` that with the additive mask and minus infinity where a key is hidden,
 * `probs` the softmax, 0 where hidden; sinks count in its sum. [batch, query heads, newTokens, longest length]
 */
export type Tap = 'product' | 'capped' | 'masked' | 'probs';

/** out[row, (head,) ...] = sum over `contract` of x[row, (head,) contract] w[(head,) ..., contract]. */
export interface ProjectStep {
  readonly op: 'project';
  readonly x: View;
  readonly w: View;
  /** Names of the weight's axes that are summed, in the order in which x holds them. */
  readonly contract: readonly string[];
  /** One matrix per head: the weight's first axis walks along x's head axis and is kept. */
  readonly perHead: boolean;
  /** Set where a mode adds the projection to attention itself, e.g. MLA's absorbed W_UK. */
  readonly belongsToAttention?: boolean;
  readonly out: string;
}

/** RMSNorm over the last axis: x / sqrt(mean(x^2) + eps) * weight. Zhang & Sennrich 2019, eq. 4. */
export interface NormalizeStep {
  readonly op: 'normalize';
  readonly x: View;
  readonly weight: string;
  readonly eps: number;
  readonly out: string;
}

/** Rotary position embedding of `table.dim` columns of the last axis, from column `at` on; the others pass unchanged. */
export interface RotateStep {
  readonly op: 'rotate';
  readonly x: View;
  /** 0 if not given. */
  readonly at?: number;
  readonly table: string;
  readonly out: string;
}

/** Writes the pieces, side by side, as the new tokens' rows of a cache field. */
export interface AppendStep {
  readonly op: 'append';
  readonly x: readonly Piece[];
  readonly field: string;
}

/** A projection of every cached row: out[cached token, head, ...] = sum over `contract` of from * by. */
export interface RebuildStep {
  readonly op: 'rebuild';
  readonly from: View;
  readonly by: View;
  readonly contract: readonly string[];
  readonly out: string;
}

/**
 * out[row, head, column] = scale * sum over rank r of left[row, r, head] right[row, r, column]: heads written as a
 * sum of few outer products. Rows are new tokens, or all cached ones where both factors are cache fields.
 * Zhang et al. 2025, arXiv:2501.06425, equation 3.
 */
export interface OuterProductStep {
  readonly op: 'outerProduct';
  /** [rank, heads] a row; a cache field's heads are the ranks. */
  readonly left: View;
  /** [rank, width] a row. */
  readonly right: View;
  readonly scale: number;
  /** Set where it makes keys or values of cached factors. */
  readonly belongsToAttention?: boolean;
  readonly out: string;
}

/**
 * softmax(scale q k^T) v for every query head. Key and value pieces are cache fields, tensors rebuilt from them, or,
 * in a plan that keeps no cache, tensors of the new tokens.
 */
export interface AttendStep {
  readonly op: 'attend';
  readonly q: readonly Piece[];
  readonly key: readonly Piece[];
  readonly value: readonly Piece[];
  readonly scale: number;
  readonly mask: Mask;
  /** Scores become softcap * tanh(score / softcap). Gemma 2, arXiv:2408.00118, section 2. */
  readonly softcap?: number;
  /**
   * A weight [query heads]: the score of a key that every row of the head sees and whose value is 0. gpt-oss,
   * arXiv:2508.10925, section 2.2.
   */
  readonly sinks?: string;
  readonly out: string;
  /**
   * A tensor [query heads]: natural log of the sum of exp(score) over the keys that a row sees, sinks left out;
   * infinity where it sees none.
   */
  readonly lse?: string;
}

export type Step =
  | ProjectStep
  | NormalizeStep
  | RotateStep
  | AppendStep
  | RebuildStep
  | OuterProductStep
  | AttendStep;

export interface Table {
  readonly id: string;
  readonly spec: RopeSpec;
  /** How many columns of a row turn; even. */
  readonly dim: number;
}

export type Phase = 'prefill' | 'decode';

export interface Plan {
  readonly phase: Phase;
  readonly mode: string;
  /** Tensors that exist before the first step: `x`, or more where a plan is cut to a scope. */
  readonly inputs: readonly string[];
  /** The tensor that is the plan's result. */
  readonly output: string;
  readonly tensors: readonly Tensor[];
  readonly weights: readonly Weight[];
  readonly tables: readonly Table[];
  readonly cache: readonly Field[];
  readonly steps: readonly Step[];
  /** The paper, section and equations that the steps follow. */
  readonly source: string;
}

/** Elements of a shape. */
export const sizeOf = (axes: readonly Axis[]): number => axes.reduce((n, [, size]) => n * size, 1);

/** Finds by id; a plan that names what it does not declare is a bug in its variant. */
export function find<T extends { readonly id: string }>(list: readonly T[], id: string): T {
  const found = list.find((item) => item.id === id);
  if (!found) throw new Error(`the plan names "${id}", which it does not declare`);
  return found;
}

/** The axes of a tensor, weight or cache field of the plan, without batch and tokens. */
export function axesOf(plan: Plan, id: string): readonly Axis[] {
  const named = [...plan.tensors, ...plan.weights].find((item) => item.id === id);
  if (named) return named.axes;
  const field = find(plan.cache, id);
  return [
    ['head', field.heads],
    [id, field.width],
  ];
}

/** A view resolved: the axes it has, which axis is cut, and where it begins. */
export interface Slice {
  readonly of: string;
  /** Axes of the whole. */
  readonly whole: readonly Axis[];
  /** Axes of the view. */
  readonly axes: readonly Axis[];
  /** Index into `whole` of the cut axis. */
  readonly cut: number;
  readonly from: number;
}

export function slice(plan: Plan, view: View): Slice {
  const whole = axesOf(plan, view.of);
  const cut =
    view.axis === undefined ? whole.length - 1 : whole.findIndex(([name]) => name === view.axis);
  const axis = whole[cut];
  if (!axis) throw new Error(`"${view.of}" has no axis "${view.axis}"`);
  const from = view.from ?? 0;
  const width = view.width ?? axis[1] - from;
  if (from < 0 || width < 1 || from + width > axis[1]) {
    throw new Error(
      `"${view.of}" has ${axis[1]} columns on "${axis[0]}": ${from} to ${from + width} do not fit`,
    );
  }
  const axes = whole.map((other, i): Axis => (i === cut ? [axis[0], width] : other));
  return { of: view.of, whole, axes, cut, from };
}

/** Width in elements of a row made of pieces. */
export const rowWidth = (plan: Plan, pieces: readonly Piece[]): number =>
  pieces.reduce((n, piece) => n + (slice(plan, piece.from).axes.at(-1)?.[1] ?? 0), 0);

/** How many heads a piece's tensor or field has: 1 where it has no head axis. */
export function headsOf(plan: Plan, view: View): number {
  const { axes } = slice(plan, view);
  return axes.length > 1 ? sizeOf(axes.slice(0, -1)) : 1;
}
