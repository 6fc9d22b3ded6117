// The reference's KV cache: it outlives a plan, so that prefill and decode may run different plans on the same rows.

import { fieldFormat, type FormatId } from '../attention/format';
import { find, type Field } from '../attention/plan';
import { storedRows } from '../attention/quantize';

/**
 * `float64` keeps appended rows exact. `float32` takes half the memory, for caches whose rows are float32 anyway;
 * appended rows are then rounded once, by 2^-24 of their size.
 */
export type CachePrecision = 'float64' | 'float32';

/**
 * `poisoned` rows are NaN until they are written: whoever reads one too early sees it in every result. `zeroed` ones
 * cost nothing, for a caller that writes every row: to poison hundreds of megabytes holds a worker up.
 */
export type CacheBeginning = 'poisoned' | 'zeroed';

export interface CacheOptions {
  readonly precision?: CachePrecision;
  readonly begin?: CacheBeginning;
  /** Token p is kept in slot p mod capacity, so that a token takes the place of the one `capacity` before it. */
  readonly ring?: boolean;
  /** Rows that are written are rounded as a cache of this format stores them; kept as they are if not given. */
  readonly format?: FormatId;
}

/** Tokens `first` to `first + count - 1` of a sequence. */
export interface Tokens {
  readonly first: number;
  readonly count: number;
}

export class ReferenceCache {
  readonly fields: readonly Field[];
  readonly batch: number;
  /** Tokens that each sequence has room for. */
  readonly capacity: number;
  readonly ring: boolean;
  private readonly format: FormatId | undefined;
  private readonly stored: Map<string, Float64Array | Float32Array>;

  constructor(
    fields: readonly Field[],
    batch: number,
    capacity: number,
    { precision = 'float64', begin = 'poisoned', ring = false, format }: CacheOptions = {},
  ) {
    this.fields = fields;
    this.batch = batch;
    this.capacity = capacity;
    this.ring = ring;
    this.format = format;
    const allocate = (size: number) =>
      precision === 'float64' ? new Float64Array(size) : new Float32Array(size);
    this.stored = new Map(
      fields.map(({ id, heads, width }) => {
        const rows = allocate(batch * heads * capacity * width);
        return [id, begin === 'poisoned' ? rows.fill(NaN) : rows];
      }),
    );
  }

  get allocatedBytes(): number {
    let bytes = 0;
    for (const { byteLength } of this.stored.values()) bytes += byteLength;
    return bytes;
  }

  /** A field's own storage, [batch, heads, capacity, width]. */
  data(fieldId: string): Float64Array | Float32Array {
    const data = this.stored.get(fieldId);
    if (!data) throw new Error(`the cache has no field "${fieldId}"`);
    return data;
  }

  /** Rows of one head of one sequence, [count, width]; shares the storage, but for tokens that go round a ring. */
  rows(
    fieldId: string,
    sequence: number,
    head: number,
    { first, count }: Tokens,
  ): Float64Array | Float32Array {
    const { heads, width } = find(this.fields, fieldId);
    if (count > this.capacity || (!this.ring && first + count > this.capacity)) {
      throw new Error(`${first + count} tokens do not fit a cache of ${this.capacity}`);
    }
    const at = (sequence * heads + head) * this.capacity * width;
    const data = this.data(fieldId).subarray(at, at + this.capacity * width);
    const from = first % this.capacity;
    const ahead = Math.min(count, this.capacity - from);
    const straight = data.subarray(from * width, (from + ahead) * width);
    if (ahead === count) return straight;
    const round = new Float64Array(count * width);
    round.set(straight);
    round.set(data.subarray(0, (count - ahead) * width), ahead * width);
    return round;
  }

  /** Writes rows of one head of one sequence, [tokens, width], from position `start` on. */
  writeRows(
    fieldId: string,
    sequence: number,
    head: number,
    start: number,
    rows: Float64Array | Float32Array,
  ): void {
    const { heads, width } = find(this.fields, fieldId);
    const count = rows.length / width;
    this.expectFits(fieldId, rows.length, count, start);
    const kept = this.asStored(fieldId, rows);
    const data = this.data(fieldId);
    const at = (sequence * heads + head) * this.capacity;
    for (let token = 0; token < count; token++) {
      const slot = (start + token) % this.capacity;
      data.set(kept.subarray(token * width, (token + 1) * width), (at + slot) * width);
    }
  }

  /** Writes `rows`, [batch, heads, tokens, width], from position `start` of every sequence on. */
  write(fieldId: string, rows: Float64Array | Float32Array, start: number): void {
    const { heads, width } = find(this.fields, fieldId);
    const perHead = rows.length / (this.batch * heads);
    this.expectFits(fieldId, rows.length, perHead / width, start);
    for (let row = 0; row < this.batch * heads; row++) {
      const from = rows.subarray(row * perHead, (row + 1) * perHead);
      this.writeRows(fieldId, Math.floor(row / heads), row % heads, start, from);
    }
  }

  /** Rows of a field, [rows, width], as the cache's format gives them back. */
  asStored(fieldId: string, rows: Float64Array | Float32Array): Float64Array | Float32Array {
    if (this.format === undefined || this.format === 'f32') return rows;
    const field = find(this.fields, fieldId);
    const format = fieldFormat(this.format, field.format);
    return storedRows(Float32Array.from(rows), format, field);
  }

  private expectFits(fieldId: string, elements: number, tokens: number, start: number): void {
    if (!Number.isInteger(tokens) || (!this.ring && start + tokens > this.capacity)) {
      throw new Error(`${elements} elements do not fit "${fieldId}" from token ${start} on`);
    }
  }
}
