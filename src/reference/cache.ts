// The reference's KV cache: it outlives a plan, so that prefill and decode may run different plans on the same rows.

import { find, type Field } from '../attention/plan';

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

export class ReferenceCache {
  readonly fields: readonly Field[];
  readonly batch: number;
  /** Tokens that each sequence has room for. */
  readonly capacity: number;
  private readonly stored: Map<string, Float64Array | Float32Array>;

  constructor(
    fields: readonly Field[],
    batch: number,
    capacity: number,
    precision: CachePrecision = 'float64',
    begin: CacheBeginning = 'poisoned',
  ) {
    this.fields = fields;
    this.batch = batch;
    this.capacity = capacity;
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

  /** Rows 0 to `count - 1` of one head of one sequence, [count, width]; shares the storage. */
  rows(
    fieldId: string,
    sequence: number,
    head: number,
    count: number,
  ): Float64Array | Float32Array {
    const { heads, width } = find(this.fields, fieldId);
    if (count > this.capacity) {
      throw new Error(`${count} tokens do not fit a cache of ${this.capacity}`);
    }
    const at = (sequence * heads + head) * this.capacity * width;
    return this.data(fieldId).subarray(at, at + count * width);
  }

  /** Writes `rows`, [batch, heads, tokens, width], from position `start` of every sequence on. */
  write(fieldId: string, rows: Float64Array | Float32Array, start: number): void {
    const { heads, width } = find(this.fields, fieldId);
    const perHead = rows.length / (this.batch * heads);
    if (!Number.isInteger(perHead / width) || start + perHead / width > this.capacity) {
      throw new Error(`${rows.length} elements do not fit "${fieldId}" from token ${start} on`);
    }
    const data = this.data(fieldId);
    for (let row = 0; row < this.batch * heads; row++) {
      const from = rows.subarray(row * perHead, (row + 1) * perHead);
      data.set(from, (row * this.capacity + start) * width);
    }
  }
}
