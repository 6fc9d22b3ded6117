// The KV cache on the GPU: one buffer a field, of fixed capacity, appended in place and never reallocated. Its rows are
// contiguous, or in pages that sequences share out.

import { find, type Field } from '../attention/plan';
import { decodeRows, encodeRows } from '../attention/quantize';
import type { GivenBuffers } from './allocate';
import { createBuffer, download, downloadBlocks, upload } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import { formatOf, type Knobs } from './dispatch';
import { FieldLayout, type Plane } from './fieldLayout';
import { fill } from './fill';
import { fieldBytes, fieldRowQuads, fieldRows } from './layout';
import { blocksPerSequence, Pages, type PageCopy } from './pages';
import type { StepPositions } from './stepData';

export class KvCache {
  /** One map of buffers by field id for each copy; copies hold the same rows. */
  private readonly copies: readonly ReadonlyMap<string, GPUBuffer>[];
  /** Which pages hold whose tokens, where the cache is in pages. */
  readonly pages: Pages | undefined;

  private constructor(
    private readonly gpu: Gpu,
    readonly fields: readonly Field[],
    private readonly knobs: Knobs,
    copies: number,
    /** Not made here, and not destroyed. */
    private readonly given?: GivenBuffers,
  ) {
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    this.copies = Array.from({ length: copies }, (_, copy) => {
      const buffers = new Map<string, GPUBuffer>();
      for (const field of fields) {
        const bytes = fieldBytes(field, formatOf(field, knobs), fieldRows(knobs));
        const label = `${field.id} ${copy}`;
        const own = () => createBuffer(gpu, label, bytes, STORAGE | COPY_SRC | COPY_DST);
        buffers.set(field.id, given?.get(field.id) ?? own());
      }
      return buffers;
    });
    const { pages, batch } = knobs;
    this.pages = pages === undefined ? pages : new Pages(pages, batch, blocksPerSequence(knobs));
  }

  /** Allocates `copies` equal caches; call within `checked`. Decode rotates over them, so that a processor's cache does not pass for bandwidth. */
  static create(
    gpu: Gpu,
    fields: readonly Field[],
    knobs: Knobs,
    copies = 1,
    given?: GivenBuffers,
  ): KvCache {
    return new KvCache(gpu, fields, knobs, copies, given);
  }

  private owned(): GPUBuffer[] {
    const all = this.copies.flatMap((copy) => [...copy]);
    return all.flatMap(([id, buffer]) => (this.given?.has(id) ? [] : [buffer]));
  }

  get copyCount(): number {
    return this.copies.length;
  }

  get allocatedBytes(): number {
    let bytes = 0;
    for (const buffer of this.owned()) bytes += buffer.size;
    return bytes;
  }

  buffer(fieldId: string, copy = 0): GPUBuffer | undefined {
    return this.copies[copy % this.copies.length]?.get(fieldId);
  }

  private layout(field: Field): FieldLayout {
    return new FieldLayout(field, this.knobs, this.pages);
  }

  /**
   * Where the cache is in pages, makes the step's tokens have some: new ones, and copies of shared ones that it writes
   * to. Returns the block tables. Throws RangeError where too few pages are free.
   */
  prepare({
    starts,
    lengths,
    newTokens,
  }: Pick<StepPositions, 'starts' | 'lengths' | 'newTokens'>):
    | Uint32Array<ArrayBuffer>
    | undefined {
    if (!this.pages) return undefined;
    const copies = this.pages.prepare(
      starts.map((start, i) => ({ start, end: start + newTokens, length: lengths[i] ?? 0 })),
    );
    if (copies.length > 0) this.copyPages(copies);
    return this.pages.words();
  }

  private copyPages(copies: readonly PageCopy[]): void {
    const layouts = this.fields.map((field) => ({ id: field.id, layout: this.layout(field) }));
    const bytes = Math.max(...layouts.map(({ layout }) => layout.largestPageBytes));
    const { COPY_SRC, COPY_DST } = GPUBufferUsage;
    const between = createBuffer(this.gpu, 'a page', bytes, COPY_SRC | COPY_DST);
    const encoder = this.gpu.device.createCommandEncoder({ label: 'copies of pages' });
    for (const { id, layout } of layouts) {
      for (const buffers of this.copies) {
        const buffer = buffers.get(id);
        if (buffer) layout.copyPages(encoder, buffer, between, copies);
      }
    }
    this.gpu.device.queue.submit([encoder.finish()]);
    between.destroy();
  }

  /**
   * Makes the first `tokens` tokens of one sequence those of another too, whose own are given back. Nothing is copied
   * until one of them writes to a page that both have: then that page is. Throws RangeError where there are no pages.
   */
  fork(from: number, to: number, tokens: number): void {
    if (!this.pages) throw new RangeError('a cache that is not in pages shares none');
    this.pages.fork(from, to, tokens);
  }

  /** Writes rows [batch, heads, tokens, width] from token `start` on, into every copy. */
  write(fieldId: string, rows: Float32Array, start = 0): void {
    for (const copy of this.copies.keys()) this.writeCopy(copy, fieldId, rows, start);
  }

  /** Gives every sequence pages for these tokens, to be written. */
  private claim(start: number, tokens: number): void {
    const starts = Array.from({ length: this.knobs.batch }, () => start);
    this.prepare({ starts, newTokens: tokens, lengths: starts });
  }

  private writeCopy(copy: number, fieldId: string, rows: Float32Array, start: number): void {
    const field = find(this.fields, fieldId);
    const layout = this.layout(field);
    const { format, blocks, elements, scales } = layout;
    const { capacity } = this.knobs;
    const tokens = rows.length / (blocks * field.width);
    if (!Number.isInteger(tokens) || start + tokens > capacity) {
      throw new RangeError(
        `${rows.length} elements at token ${start} do not fit ${fieldId} of ${capacity} tokens`,
      );
    }
    const buffer = this.buffer(fieldId, copy);
    if (!buffer) return;
    this.claim(start, tokens);
    const size = tokens * field.width;
    for (let block = 0; block < blocks; block++) {
      for (const { token, count, row } of layout.runs(block, start, tokens)) {
        const first = block * size + (token - start) * field.width;
        const part = rows.subarray(first, first + count * field.width);
        const encoded = encodeRows(part, format, field);
        upload(this.gpu, buffer, encoded.elements, row * elements.bytes);
        if (scales.bytes > 0) {
          upload(this.gpu, buffer, encoded.scales, scales.from + row * scales.bytes);
        }
      }
    }
  }

  /**
   * Fills the first `tokens` rows of every sequence and head: [batch, heads, tokens, width] by the formula. In the
   * first copy only: `replicate` gives them to the others.
   */
  async fill(fieldId: string, seed: number, scale: number, tokens: number): Promise<void> {
    const field = find(this.fields, fieldId);
    const { format, blocks } = this.layout(field);
    const buffer = this.buffer(fieldId);
    if (!buffer) return;
    const { capacity } = this.knobs;
    const rowQuads = fieldRowQuads(format, field.width);
    const target = { buffer, format, shape: field, rowQuads, blocks, blockRows: tokens, capacity };
    if (!this.pages) return fill(this.gpu, target, seed, scale);
    const bytes = fieldBytes(field, format, this.knobs.batch * tokens);
    const { STORAGE, COPY_SRC } = GPUBufferUsage;
    const contiguous = createBuffer(this.gpu, `${fieldId} filled`, bytes, STORAGE | COPY_SRC);
    await fill(this.gpu, { ...target, buffer: contiguous, capacity: tokens }, seed, scale);
    this.claim(0, tokens);
    const encoder = this.gpu.device.createCommandEncoder({ label: `${fieldId} in pages` });
    this.layout(field).copyIn(encoder, contiguous, buffer, tokens);
    this.gpu.device.queue.submit([encoder.finish()]);
    contiguous.destroy();
  }

  /** Makes one token NaN in every sequence and head of a field, in the first copy: an append that misses it shows. */
  poisonToken(fieldId: string, token: number): void {
    const field = find(this.fields, fieldId);
    const { blocks } = this.layout(field);
    this.writeCopy(0, fieldId, new Float32Array(blocks * field.width).fill(NaN), token);
  }

  /** Makes all copies equal to the first. */
  replicate(): void {
    const encoder = this.gpu.device.createCommandEncoder({ label: 'copies of the cache' });
    const [first, ...others] = this.copies;
    for (const copy of others) {
      for (const [id, buffer] of copy) {
        const from = first?.get(id);
        if (from) encoder.copyBufferToBuffer(from, 0, buffer, 0, buffer.size);
      }
    }
    this.gpu.device.queue.submit([encoder.finish()]);
  }

  /** Makes every row NaN: what is read before it was written then shows. */
  poison(): void {
    // All bits set are NaN in f32, f16 and bf16 alike, and a scale of NaN makes its group so.
    const chunk = new Uint8Array(1 << 20).fill(0xff);
    for (const copy of this.copies) {
      for (const buffer of copy.values()) {
        for (let at = 0; at < buffer.size; at += chunk.length) {
          upload(this.gpu, buffer, chunk.subarray(0, Math.min(chunk.length, buffer.size - at)), at);
        }
      }
    }
  }

  /** All rows of the first copy: [batch, heads, capacity, width], NaN where there is no page. */
  async read(fieldId: string): Promise<Float32Array> {
    const field = find(this.fields, fieldId);
    const layout = this.layout(field);
    const { format, blocks, scales } = layout;
    const buffer = this.buffer(fieldId);
    if (!buffer) throw new Error(`no buffer for ${fieldId}`);
    const bytes = new Uint8Array(await download(this.gpu, buffer));
    const planes = {
      elements: bytes.subarray(0, scales.from),
      scales: bytes.subarray(scales.from),
    };
    const stored = decodeRows(planes, format, field);
    if (!this.pages) return stored;
    const { capacity } = this.knobs;
    const rows = new Float32Array(blocks * capacity * field.width).fill(NaN);
    for (let block = 0; block < blocks; block++) {
      for (const { token, count, row } of layout.runs(block, 0, capacity)) {
        const part = stored.subarray(row * field.width, (row + count) * field.width);
        rows.set(part, (block * capacity + token) * field.width);
      }
    }
    return rows;
  }

  /** One token of every sequence and head of the first copy: [batch, heads, width]. */
  async readToken(fieldId: string, token: number): Promise<Float32Array> {
    const field = find(this.fields, fieldId);
    const layout = this.layout(field);
    const buffer = this.buffer(fieldId);
    if (!buffer) throw new Error(`no buffer for ${fieldId}`);
    const rows = Array.from({ length: layout.blocks }, (_, block) => {
      const row = layout.rowOf(block, token);
      if (row === undefined) throw new RangeError(`token ${token} of ${fieldId} has no page`);
      return row;
    });
    const read = async ({ from, bytes }: Plane) => {
      const offsets = rows.map((row) => from + row * bytes);
      return new Uint8Array(await downloadBlocks(this.gpu, buffer, { offsets, bytes }));
    };
    const elements = await read(layout.elements);
    const scales = layout.scales.bytes > 0 ? await read(layout.scales) : new Uint8Array();
    return decodeRows({ elements, scales }, layout.format, field);
  }

  dispose(): void {
    for (const buffer of this.owned()) buffer.destroy();
  }
}
