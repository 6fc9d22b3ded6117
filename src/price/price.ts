// What each step of a plan costs any implementation: arithmetic, bytes that must move, parameters. Of one layer.
//
// Flops: a multiply-add is 2, causal work is counted exactly. Counted are the products of project, rebuild and
// attend, 1 for each added bias, 4 for each normalized element (square and sum, times 1/rms, times weight) and 3
// for each rotated one (4 products and 2 sums a pair). Not counted: softmax's exponentials, maxima, sums and
// division, the scale and softcap of a score, one root per normalized row, conversions between formats.

import { formats, weightFormatFor } from '../attention/format';
import {
  axesOf,
  find,
  headsOf,
  rowWidth,
  sizeOf,
  slice,
  type Axis,
  type Plan,
  type Slice,
  type Step,
  type View,
} from '../attention/plan';
import { touchedRowBytes } from './cachedRows';
import { coveredElements } from './covered';
import { asBrought, seenTokens, visiblePairs, visibleTokens, type Workload } from './workload';

export interface StepPrice {
  readonly flops: number;
  /** Of the weights and biases that the step uses, each element once. */
  readonly weightBytes: number;
  /** Of the distinct cached rows that the step reads, without padding. */
  readonly cacheReadBytes: number;
  /** Of the new tokens' rows, without padding. */
  readonly cacheWriteBytes: number;
  /** Elements of the weights, biases and norm weights that the step uses. */
  readonly parameters: number;
}

/** Totals of a plan: what several steps share is counted once. */
export interface PlanPrice extends StepPrice {
  /** One for each step of the plan, in order. */
  readonly steps: readonly StepPrice[];
  /** Of the plan's inputs, f32. */
  readonly inputBytes: number;
  /** Of the plan's output, f32. */
  readonly outputBytes: number;
  /**
   * The least that any implementation moves: weights, cache read, cache written, inputs and output, each once.
   * What passes from step to step need not leave the chip and is not in it: neither are the appended rows read again.
   */
  readonly compulsoryBytes: number;
}

/** Cached rows of one field that a step reads: which columns, and of how many tokens. */
interface CacheRead {
  readonly slice: Slice;
  readonly tokens: number;
}

/** What a step touches; bytes and parameters of a step or a plan are unions of these. */
interface Touched {
  readonly flops: number;
  readonly weights: readonly Slice[];
  readonly reads: readonly CacheRead[];
  readonly writtenField?: string;
}

const whole = (of: string, axes: readonly Axis[]): Slice => ({
  of,
  whole: axes,
  axes,
  cut: 0,
  from: 0,
});

/** The part of a weight that a view takes, with the part of its bias; a bias has the weight's leading axes. */
function weightSlices(plan: Plan, view: View): { weight: Slice; bias: Slice | null } {
  const weight = slice(plan, view);
  const { bias } = find(plan.weights, view.of);
  if (bias === undefined) return { weight, bias: null };
  const axes = axesOf(plan, bias);
  const { cut, from } = weight;
  if (cut >= axes.length) return { weight, bias: whole(bias, axes) };
  return {
    weight,
    bias: { of: bias, whole: axes, axes: weight.axes.slice(0, axes.length), cut, from },
  };
}

const isField = (plan: Plan, id: string) => plan.cache.some((field) => field.id === id);

/** Reads of a cache field by a view; none where the view is of a tensor. */
const cacheRead = (plan: Plan, view: View, tokens: number): CacheRead[] =>
  isField(plan, view.of) ? [{ slice: slice(plan, view), tokens }] : [];

function touched(plan: Plan, step: Step, workload: Workload): Touched {
  const { batch, newTokens } = workload;
  const rows = batch * newTokens;
  switch (step.op) {
    case 'project': {
      // Every element of the matrix meets one element of each row.
      const { weight, bias } = weightSlices(plan, step.w);
      const added = bias ? sizeOf(bias.axes) : 0;
      return {
        flops: rows * (2 * sizeOf(weight.axes) + added),
        weights: bias ? [weight, bias] : [weight],
        reads: [],
      };
    }
    case 'normalize': {
      const axes = axesOf(plan, step.weight);
      return {
        flops: 4 * rows * sizeOf(slice(plan, step.x).axes),
        weights: [whole(step.weight, axes)],
        reads: [],
      };
    }
    case 'rotate': {
      const { dim } = find(plan.tables, step.table);
      return { flops: 3 * rows * headsOf(plan, step.x) * dim, weights: [], reads: [] };
    }
    case 'append':
      return { flops: 0, weights: [], reads: [], writtenField: step.field };
    case 'rebuild': {
      const { weight } = weightSlices(plan, step.by);
      const tokens = seenTokens(plan, workload);
      return {
        flops: 2 * batch * tokens * sizeOf(weight.axes),
        weights: [weight],
        reads: cacheRead(plan, step.from, tokens),
      };
    }
    case 'outerProduct': {
      const { axes, rows: ofTokens } = find(plan.tensors, step.out);
      const tokens = ofTokens === 'new' ? newTokens : seenTokens(plan, workload);
      const rank = headsOf(plan, step.left);
      return {
        flops: 2 * batch * tokens * rank * sizeOf(axes),
        weights: [],
        reads: [step.left, step.right].flatMap((view) => cacheRead(plan, view, tokens)),
      };
    }
    case 'attend': {
      const heads = Math.max(...step.q.map((piece) => headsOf(plan, piece.from)));
      const width = rowWidth(plan, step.key) + rowWidth(plan, step.value);
      const tokens = visibleTokens(step.mask, workload);
      return {
        flops: 2 * batch * heads * width * visiblePairs(step.mask, workload),
        weights: step.sinks === undefined ? [] : [whole(step.sinks, axesOf(plan, step.sinks))],
        reads: [...step.key, ...step.value].flatMap(({ from }) => cacheRead(plan, from, tokens)),
      };
    }
  }
}

/** The items by what they are of, each group in order. */
function distinct<T>(items: readonly T[], of: (item: T) => string): (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(of(item));
    if (group) group.push(item);
    else groups.set(of(item), [item]);
  }
  return [...groups.values()];
}

/** The price of what some steps touch together: shared weights and shared cached rows once. */
function unionPrice(plan: Plan, parts: readonly Touched[], workload: Workload): StepPrice {
  const { batch, newTokens, format, weightFormat = weightFormatFor(format) } = workload;
  const weights = parts.flatMap((part) => part.weights);
  const parameters = distinct(weights, ({ of }) => of).reduce(
    (n, slices) => n + coveredElements(slices),
    0,
  );
  const reads = parts.flatMap((part) => part.reads);
  const cacheReadBytes = distinct(reads, (read) => read.slice.of).reduce((bytes, ofField) => {
    const tokens = Math.max(...ofField.map((read) => read.tokens));
    const field = find(plan.cache, ofField[0].slice.of);
    const slices = ofField.map((read) => read.slice);
    return bytes + batch * tokens * touchedRowBytes(field, format, slices);
  }, 0);
  const written = new Set(parts.flatMap((part) => part.writtenField ?? []));
  const cacheWriteBytes = [...written].reduce((bytes, id) => {
    const rows = [whole(id, axesOf(plan, id))];
    return bytes + batch * newTokens * touchedRowBytes(find(plan.cache, id), format, rows);
  }, 0);
  return {
    flops: parts.reduce((n, { flops }) => n + flops, 0),
    weightBytes: (parameters * formats[weightFormat].bitsPerElement) / 8,
    cacheReadBytes,
    cacheWriteBytes,
    parameters,
  };
}

/** Bytes of a tensor of the plan in f32: [batch, newTokens or cachedTokens, ...axes]. */
function activationBytes(plan: Plan, id: string, workload: Workload): number {
  const tensor = plan.tensors.find((item) => item.id === id);
  // The output of a plan that ends with an append is a cache field, counted as written.
  if (!tensor) return 0;
  const tokens = tensor.rows === 'new' ? workload.newTokens : workload.cachedTokens;
  return 4 * workload.batch * tokens * sizeOf(tensor.axes);
}

/** The same parts, reading of each field that they append to only the rows that were there before. */
function withoutAppended(parts: readonly Touched[], newTokens: number): Touched[] {
  const appended = new Set(parts.flatMap((part) => part.writtenField ?? []));
  const earlier = (read: CacheRead): CacheRead =>
    appended.has(read.slice.of) ? { ...read, tokens: Math.max(read.tokens - newTokens, 0) } : read;
  return parts.map((part) => ({ ...part, reads: part.reads.map(earlier) }));
}

/** The price of one step, as if it ran alone, of one layer. */
export function priceStep(plan: Plan, step: Step, asked: Workload): StepPrice {
  const workload = asBrought(plan, asked);
  return unionPrice(plan, [touched(plan, step, workload)], workload);
}

/** The flops of a whole plan, of one layer, alone: `pricePlan` finds out besides what its steps share. */
export function planFlops(plan: Plan, asked: Workload): number {
  const workload = asBrought(plan, asked);
  return plan.steps.reduce((n, step) => n + touched(plan, step, workload).flops, 0);
}

/** The price of a whole plan, of one layer. */
export function pricePlan(plan: Plan, asked: Workload): PlanPrice {
  const workload = asBrought(plan, asked);
  const parts = plan.steps.map((step) => touched(plan, step, workload));
  const total = unionPrice(plan, parts, workload);
  const { cacheReadBytes: earlierBytes } = unionPrice(
    plan,
    withoutAppended(parts, workload.newTokens),
    workload,
  );
  const inputBytes = plan.inputs.reduce((n, id) => n + activationBytes(plan, id, workload), 0);
  const outputBytes = activationBytes(plan, plan.output, workload);
  const { weightBytes, cacheWriteBytes } = total;
  return {
    ...total,
    steps: parts.map((part) => unionPrice(plan, [part], workload)),
    inputBytes,
    outputBytes,
    compulsoryBytes: weightBytes + earlierBytes + cacheWriteBytes + inputBytes + outputBytes,
  };
}
