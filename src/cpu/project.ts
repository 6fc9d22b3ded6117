// Projections of new tokens, and of cached ones where a plan rebuilds keys and values from what it keeps.

import {
  headsOf,
  sizeOf,
  slice,
  type OuterProductStep,
  type ProjectStep,
  type RebuildStep,
} from '../attention/plan';
import { matrix, type Matrix } from '../reference/project';
import { OP_GATHER, OP_OUTER_PRODUCT, OP_PROJECT } from './assembly/fields';
import type { Rebuilder } from './pieces';
import { columnsOf, vectorBytes, type Storage, type StoredField } from './storage';
import { taskMultiplyAdds, taskOf, type Runner, type Task } from './tasks';

export type Weights = Readonly<Record<string, Float32Array | Float64Array>>;

export function weight(weights: Weights, id: string): Float32Array | Float64Array {
  const data = weights[id];
  if (!data) throw new Error(`no values were given for the weight "${id}"`);
  return data;
}

/** A matrix in the kernels' memory: [outputs, rowBytes], each row dense and padded with zeros. */
interface StoredMatrix {
  readonly at: number;
  readonly rowBytes: number;
  readonly width: number;
  readonly outputs: number;
  readonly heads: number;
}

function stored(storage: Storage, { data, outputs, contracted, heads }: Matrix): StoredMatrix {
  const width = contracted.length;
  const rowBytes = vectorBytes(width);
  const at = storage.take(outputs.length * rowBytes);
  const isDense = contracted[width - 1] === width - 1;
  outputs.forEach((from, o) => {
    const row = storage.memory.floats(at + o * rowBytes, width);
    if (isDense) row.set(data.subarray(from, from + width));
    else contracted.forEach((offset, i) => (row[i] = data[from + offset] ?? NaN));
  });
  return { at, rowBytes, width, outputs: outputs.length, heads };
}

/** Splits 0 to count - 1 into ranges that cost a task each. */
function ranges(count: number, multiplyAddsEach: number): { first: number; end: number }[] {
  const size = Math.max(4, Math.floor(taskMultiplyAdds / multiplyAddsEach / 4) * 4);
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => ({
    first: i * size,
    end: Math.min(count, (i + 1) * size),
  }));
}

/** out[row, o] = sum over the contracted axes of x[row] w[o]. */
export class Project {
  private readonly matrix: StoredMatrix;
  private readonly x;
  /** [matrices, rows, rowBytes] */
  private readonly rows: number;
  private readonly bias: Float32Array | Float64Array | undefined;
  private prepared: { readonly newTokens: number; readonly phases: readonly Task[][] } | undefined;

  constructor(
    private readonly runner: Runner,
    private readonly storage: Storage,
    private readonly step: ProjectStep,
    weights: Weights,
  ) {
    const { plan, size } = storage;
    const data = weight(weights, step.w.of);
    this.matrix = stored(storage, matrix(plan, step.w, step.contract, data));
    this.x = columnsOf(plan, step.x);
    const matrices = step.perHead ? this.matrix.heads : 1;
    this.rows = storage.take(size.batch * size.maxNewTokens * matrices * this.matrix.rowBytes);
    const bias = plan.weights.find(({ id }) => id === step.w.of)?.bias;
    this.bias = bias === undefined ? undefined : weight(weights, bias);
  }

  *run(newTokens: number): Generator<void, void> {
    if (this.prepared?.newTokens !== newTokens) {
      const rows = this.storage.size.batch * newTokens;
      this.prepared = { newTokens, phases: [this.gathering(rows), this.multiplying(rows)] };
    }
    for (const phase of this.prepared.phases) yield* this.runner.phase(phase);
    const { bias } = this;
    if (!bias) return;
    const out = this.storage.values(this.step.out, newTokens);
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) + (bias[i % bias.length] ?? 0);
  }

  private multiplying(rows: number): Task[] {
    const { step, storage } = this;
    const { at, rowBytes, outputs, heads } = this.matrix;
    const matrices = step.perHead ? heads : 1;
    const perMatrix = outputs / matrices;
    const tasks: Task[] = [];
    for (let head = 0; head < matrices; head++) {
      for (const { first, end } of ranges(perMatrix, rows * this.matrix.width)) {
        const given = {
          OP: OP_PROJECT,
          QUERIES: this.rows + head * rows * rowBytes,
          ROWS: rows,
          KEYS: at + head * perMatrix * rowBytes,
          KEY_STRIDE: rowBytes,
          KEY_BYTES: rowBytes,
          FIRST: first,
          END: end,
          OUTER: storage.tensor(step.out) + head * perMatrix * 4,
          TOKEN_STRIDE: outputs * 4,
        };
        tasks.push(taskOf(given));
      }
    }
    return tasks;
  }

  /** Rows of x, dense and padded, for each matrix. */
  private gathering(rows: number): Task[] {
    const { heads, width, from, headElements, rowElements } = this.x;
    const { rowBytes } = this.matrix;
    return Array.from({ length: heads }, (_, head) =>
      taskOf({
        OP: OP_GATHER,
        QUERIES: this.rows + (this.step.perHead ? head * rows * rowBytes : 0),
        ROWS: rows,
        GROUP: 1,
        KEY_BYTES: rowBytes,
        OUTER: this.storage.tensor(this.step.x.of) + (head * headElements + from) * 4,
        TOKEN_STRIDE: rowElements * 4,
        WIDTH: width,
        SCALE: 1,
        COLUMN: this.step.perHead ? 0 : head * width * 4,
        FILL: this.step.perHead || head === heads - 1 ? vectorBytes(width) : width * 4,
      }),
    );
  }
}

function expectF32(made: string, { id, format }: StoredField): void {
  if (format !== 'f32')
    throw new Error(`"${made}" is made of f32 rows only, not of ${id} in ${format}`);
}

/** Makes one head of the rows that `rebuild` makes of a cache field. */
export function rebuilderOf(storage: Storage, step: RebuildStep, weights: Weights): Rebuilder {
  const { plan, size } = storage;
  const field = storage.field(step.from.of);
  if (!field || columnsOf(plan, step.from).width !== field.width) {
    throw new Error(`"${step.out}" is rebuilt from whole rows of a cache field only`);
  }
  expectF32(step.out, field);
  const data = weight(weights, step.by.of);
  const { at, rowBytes, outputs } = stored(storage, matrix(plan, step.by, step.contract, data));
  const heads = headsOf(plan, { of: step.out });
  const width = outputs / heads;
  return {
    step,
    width,
    tasks(sequence, head, first, end, out) {
      // Each head of what is cached serves a group of the heads that are made of it.
      const fromHead = Math.floor((head * field.heads) / heads);
      const from = field.at + (sequence * field.heads + fromHead) * size.capacity * field.rowBytes;
      return ranges(end - first, outputs * field.width).map((range) =>
        taskOf({
          OP: OP_PROJECT,
          QUERIES: from + (first + range.first) * field.rowBytes,
          ROWS: range.end - range.first,
          KEYS: at + head * width * rowBytes,
          KEY_STRIDE: rowBytes,
          KEY_BYTES: rowBytes,
          FIRST: 0,
          END: width,
          OUTER: out.at + (first + range.first) * out.stride,
          TOKEN_STRIDE: out.stride,
        }),
      );
    },
  };
}

/** Makes one head of the rows that outer products make of cached factors, whose heads are the ranks. */
export function productRebuilderOf(
  storage: Storage,
  { left, right, scale, ...step }: OuterProductStep,
): Rebuilder {
  const { plan, size } = storage;
  const over = storage.field(left.of);
  const of = storage.field(right.of);
  const width = slice(plan, right).axes.at(-1)?.[1] ?? 0;
  if (!over || !of || sizeOf(slice(plan, right).axes) !== of.heads * of.width) {
    throw new Error(`"${step.out}" is a product of whole cache fields only`);
  }
  expectF32(step.out, over);
  expectF32(step.out, of);
  const leftFrom = columnsOf(plan, left).from;
  const begin = (field: typeof of, sequence: number) =>
    field.at + sequence * field.heads * size.capacity * field.rowBytes;
  return {
    step: { ...step, left, right, scale },
    width,
    tasks: (sequence, head, first, end, out) =>
      ranges(end - first, over.heads * width).map((range) =>
        taskOf({
          OP: OP_OUTER_PRODUCT,
          GROUP: over.heads,
          KEYS: begin(over, sequence) + (leftFrom + head) * 4,
          KEY_STRIDE: over.rowBytes,
          TAIL_STRIDE: size.capacity * over.rowBytes,
          VALUES: begin(of, sequence),
          VALUE_STRIDE: of.rowBytes,
          VALUE_BYTES: vectorBytes(width),
          HEAD_STRIDE: size.capacity * of.rowBytes,
          FIRST: first + range.first,
          END: first + range.end,
          OUTER: out.at,
          TOKEN_STRIDE: out.stride,
          SCALE: scale,
        }),
      ),
  };
}
