// Where a plan's cache, tensors and weights lie in the kernels' memory.

import { elementRowBytes, fieldFormat, type FormatId } from '../attention/format';
import { fromBrain, fromHalf, toBrain, toHalf } from '../attention/half';
import { axesOf, find, sizeOf, slice, type Field, type Plan, type View } from '../attention/plan';
import { STORED_BF16, STORED_F16, STORED_F32 } from './assembly/fields';
import type { CpuMemory } from './memory';

/** Formats in which rows can be kept here; int8 and int4 are not among them. */
export type CpuFormat = 'f32' | 'f16' | 'bf16';

/** What one says of how a field is stored, for kernels and for this thread. */
const codecs = {
  f32: { stored: STORED_F32, encode: (value: number) => value, decode: (value: number) => value },
  f16: { stored: STORED_F16, encode: toHalf, decode: fromHalf },
  bf16: { stored: STORED_BF16, encode: toBrain, decode: fromBrain },
} as const;

const isCpuFormat = (format: FormatId): format is CpuFormat => format in codecs;

/** A cache field: [batch, heads, capacity, rowBytes], rows padded with zeros to 16 bytes. */
export interface StoredField extends Omit<Field, 'format'> {
  readonly at: number;
  readonly rowBytes: number;
  readonly format: CpuFormat;
  /** The same for kernels: one of the `STORED_…`. */
  readonly stored: number;
}

export interface StorageSize {
  readonly batch: number;
  readonly capacity: number;
  readonly maxNewTokens: number;
  /** Of cached rows; f32 if not given. */
  readonly format?: FormatId;
}

/** Which row of a cache field. */
export type RowIndex = readonly [sequence: number, head: number, token: number];

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
    const { batch, capacity, maxNewTokens, format: chosen = 'f32' } = size;
    this.fields = new Map(
      plan.cache.map((field) => {
        const format = fieldFormat(chosen, field.format);
        if (!isCpuFormat(format)) throw new Error(`no cached rows in ${format} on the CPU`);
        const rowBytes = elementRowBytes(format, field.width);
        const at = this.take(batch * field.heads * capacity * rowBytes);
        return [field.id, { ...field, at, rowBytes, format, stored: codecs[format].stored }];
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

  /** Stores a row of a cache field, or as much of it as `values` has, from a column on. */
  writeRow(
    id: string,
    [sequence, head, token]: RowIndex,
    values: Float32Array | Float64Array,
    column = 0,
  ): void {
    const row = this.elements(id, sequence, head, token);
    const { encode } = codecs[this.expectField(id).format];
    if (row instanceof Float32Array) row.set(values, column);
    else for (let i = 0; i < values.length; i++) row[column + i] = encode(values[i] ?? NaN);
  }

  /** A row of a cache field as it is stored, [width]. */
  readRow(id: string, [sequence, head, token]: RowIndex): Float32Array {
    const { decode } = codecs[this.expectField(id).format];
    return Float32Array.from(this.elements(id, sequence, head, token), decode);
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
      const index = [Math.floor(block / heads), block % heads, row % tokens] as const;
      this.writeRow(id, index, rows.subarray(from, from + width));
    }
  }

  private elements(id: string, sequence: number, head: number, token: number) {
    const { at, heads, width, rowBytes, format } = this.expectField(id);
    const index = (sequence * heads + head) * this.size.capacity + token;
    const begin = at + index * rowBytes;
    if (format === 'f32') return this.memory.floats(begin, width);
    return new Uint16Array(this.memory.memory.buffer, begin, width);
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
