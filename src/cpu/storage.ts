// Where a plan's cache, tensors and weights lie in the kernels' memory.

import { axesOf, find, sizeOf, slice, type Field, type Plan, type View } from '../attention/plan';
import type { CpuMemory } from './memory';

/** A cache field: [batch, heads, capacity, rowBytes], rows padded with zeros to 16 bytes. */
export interface StoredField extends Field {
  readonly at: number;
  readonly rowBytes: number;
}

export interface StorageSize {
  readonly batch: number;
  readonly capacity: number;
  readonly maxNewTokens: number;
}

/** Bytes of `columns` floats in whole vectors. */
export const vectorBytes = (columns: number): number => Math.ceil(columns / 4) * 16;

export class Storage {
  private readonly blocks: number[] = [];
  private readonly fields: ReadonlyMap<string, StoredField>;
  /** Tensors of new tokens, [batch, newTokens, ...axes], dense. */
  private readonly tensors: ReadonlyMap<string, number>;

  constructor(
    readonly memory: CpuMemory,
    readonly plan: Plan,
    readonly size: StorageSize,
  ) {
    const { batch, capacity, maxNewTokens } = size;
    this.fields = new Map(
      plan.cache.map((field) => {
        const rowBytes = vectorBytes(field.width);
        const at = this.take(batch * field.heads * capacity * rowBytes);
        return [field.id, { ...field, at, rowBytes }];
      }),
    );
    this.tensors = new Map(
      plan.tensors
        .filter(({ rows }) => rows === 'new')
        .map(({ id, axes }) => [id, this.take(batch * maxNewTokens * sizeOf(axes) * 4)]),
    );
  }

  /** A block that is given back with the storage. */
  take(bytes: number): number {
    const at = this.memory.allocate(bytes);
    this.blocks.push(at);
    return at;
  }

  dispose(): void {
    for (const at of this.blocks.splice(0)) this.memory.release(at);
  }

  field(id: string): StoredField | undefined {
    return this.fields.get(id);
  }

  /** The address of a tensor of the new tokens. */
  tensor(id: string): number {
    const at = this.tensors.get(id);
    if (at === undefined) throw new Error(`"${id}" is no tensor of the new tokens`);
    return at;
  }

  /** A tensor's elements, [batch, newTokens, ...axes]; holds until something is allocated. */
  values(id: string, newTokens: number): Float32Array {
    const count = this.size.batch * newTokens * sizeOf(axesOf(this.plan, id));
    return this.memory.floats(this.tensor(id), count);
  }

  /** A row of a cache field, [width]; holds until something is allocated. */
  row(id: string, sequence: number, head: number, token: number): Float32Array {
    const { at, heads, width, rowBytes } = this.expectField(id);
    const index = (sequence * heads + head) * this.size.capacity + token;
    return this.memory.floats(at + index * rowBytes, width);
  }

  /** Writes rows, [batch, heads, tokens, width], as the first tokens of every sequence. */
  write(id: string, rows: Float32Array | Float64Array): void {
    const { heads, width } = this.expectField(id);
    const { batch, capacity } = this.size;
    const tokens = rows.length / (batch * heads * width);
    if (!Number.isInteger(tokens) || tokens > capacity) {
      throw new Error(`${rows.length} elements do not fit "${id}" of ${capacity} tokens`);
    }
    for (let from = 0, row = 0; from < rows.length; from += width, row++) {
      const block = Math.floor(row / tokens);
      const to = this.row(id, Math.floor(block / heads), block % heads, row % tokens);
      to.set(rows.subarray(from, from + width));
    }
  }

  private expectField(id: string): StoredField {
    find(this.plan.cache, id);
    const field = this.fields.get(id);
    if (!field) throw new Error(`no field "${id}"`);
    return field;
  }
}

/** A view of a tensor's columns: [heads, width] of each row of `rowElements`. */
export interface Columns {
  readonly heads: number;
  readonly width: number;
  /** Elements from a row's beginning, and from one head to the next. */
  readonly from: number;
  readonly headElements: number;
  readonly rowElements: number;
}

/** Throws for a view of several axes that is cut along another than its last. */
export function columnsOf(plan: Plan, view: View): Columns {
  const { whole, axes, cut, from } = slice(plan, view);
  if (cut !== whole.length - 1) throw new Error(`"${view.of}" is cut along its last axis only`);
  const width = axes.at(-1)?.[1] ?? 0;
  const headElements = whole.at(-1)?.[1] ?? 0;
  const rowElements = sizeOf(whole);
  return { heads: rowElements / headElements, width, from, headElements, rowElements };
}
