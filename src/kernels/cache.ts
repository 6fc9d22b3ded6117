// The KV cache on the GPU: one buffer a field, of fixed capacity, appended in place and never reallocated.

import { elementRowBytes, scaleRowBytes, type FormatId } from '../attention/format';
import { find, type Field } from '../attention/plan';
import { decodeRows, encodeRows } from '../attention/quantize';
import { createBuffer, download, downloadBlocks, upload } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import { formatOf, type Knobs } from './dispatch';
import { fill } from './fill';
import { fieldBytes, fieldRowQuads } from './layout';

/** Rows of a field: those of one sequence and head stand together, [blocks, capacity]. */
interface FieldLayout {
  readonly format: FormatId;
  readonly blocks: number;
  /** Bytes of a row in the elements' plane, which comes first, and in the scales'. */
  readonly elementBytes: number;
  readonly scaleBytes: number;
  /** Where the scales' plane begins. */
  readonly scalesFrom: number;
}

export class KvCache {
  /** One map of buffers by field id for each copy; copies hold the same rows. */
  private readonly copies: readonly ReadonlyMap<string, GPUBuffer>[];

  private constructor(
    private readonly gpu: Gpu,
    readonly fields: readonly Field[],
    private readonly knobs: Knobs,
    copies: number,
  ) {
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    this.copies = Array.from({ length: copies }, (_, copy) => {
      const buffers = new Map<string, GPUBuffer>();
      for (const field of fields) {
        const bytes = fieldBytes(field, formatOf(field, knobs), knobs.batch, knobs.capacity);
        const label = `${field.id} ${copy}`;
        buffers.set(field.id, createBuffer(gpu, label, bytes, STORAGE | COPY_SRC | COPY_DST));
      }
      return buffers;
    });
  }

  /** Allocates `copies` equal caches; call within `checked`. Decode rotates over them, so that a processor's cache does not pass for bandwidth. */
  static create(gpu: Gpu, fields: readonly Field[], knobs: Knobs, copies = 1): KvCache {
    return new KvCache(gpu, fields, knobs, copies);
  }

  get copyCount(): number {
    return this.copies.length;
  }

  get allocatedBytes(): number {
    let bytes = 0;
    for (const copy of this.copies) for (const buffer of copy.values()) bytes += buffer.size;
    return bytes;
  }

  buffer(fieldId: string, copy = 0): GPUBuffer | undefined {
    return this.copies[copy % this.copies.length]?.get(fieldId);
  }

  private layout(field: Field): FieldLayout {
    const format = formatOf(field, this.knobs);
    const blocks = this.knobs.batch * field.heads;
    const elementBytes = elementRowBytes(format, field.width);
    const scaleBytes = scaleRowBytes(format, field.width);
    const scalesFrom = blocks * this.knobs.capacity * elementBytes;
    return { format, blocks, elementBytes, scaleBytes, scalesFrom };
  }

  /** Writes rows [batch, heads, tokens, width] from token `start` on, into every copy. */
  write(fieldId: string, rows: Float32Array, start = 0): void {
    for (const copy of this.copies.keys()) this.writeCopy(copy, fieldId, rows, start);
  }

  private writeCopy(copy: number, fieldId: string, rows: Float32Array, start: number): void {
    const field = find(this.fields, fieldId);
    const { format, blocks, elementBytes, scaleBytes, scalesFrom } = this.layout(field);
    const { capacity } = this.knobs;
    const tokens = rows.length / (blocks * field.width);
    if (!Number.isInteger(tokens) || start + tokens > capacity) {
      throw new RangeError(
        `${rows.length} elements at token ${start} do not fit ${fieldId} of ${capacity} tokens`,
      );
    }
    const buffer = this.buffer(fieldId, copy);
    if (!buffer) return;
    const size = tokens * field.width;
    for (let block = 0; block < blocks; block++) {
      const encoded = encodeRows(rows.subarray(block * size, (block + 1) * size), format, field);
      const row = block * capacity + start;
      upload(this.gpu, buffer, encoded.elements, row * elementBytes);
      if (scaleBytes > 0) upload(this.gpu, buffer, encoded.scales, scalesFrom + row * scaleBytes);
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
    await fill(this.gpu, target, seed, scale);
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

  /** All rows of the first copy: [batch, heads, capacity, width]. */
  async read(fieldId: string): Promise<Float32Array> {
    const field = find(this.fields, fieldId);
    const { format, scalesFrom } = this.layout(field);
    const buffer = this.buffer(fieldId);
    if (!buffer) throw new Error(`no buffer for ${fieldId}`);
    const bytes = new Uint8Array(await download(this.gpu, buffer));
    const elements = bytes.subarray(0, scalesFrom);
    return decodeRows({ elements, scales: bytes.subarray(scalesFrom) }, format, field);
  }

  /** One token of every sequence and head of the first copy: [batch, heads, width]. */
  async readToken(fieldId: string, token: number): Promise<Float32Array> {
    const field = find(this.fields, fieldId);
    const { format, blocks, elementBytes, scaleBytes, scalesFrom } = this.layout(field);
    const buffer = this.buffer(fieldId);
    if (!buffer) throw new Error(`no buffer for ${fieldId}`);
    const plane = async (from: number, bytes: number) =>
      new Uint8Array(
        await downloadBlocks(this.gpu, buffer, {
          offset: from + token * bytes,
          bytes,
          count: blocks,
          stride: this.knobs.capacity * bytes,
        }),
      );
    const elements = await plane(0, elementBytes);
    const scales = scaleBytes > 0 ? await plane(scalesFrom, scaleBytes) : new Uint8Array();
    return decodeRows({ elements, scales }, format, field);
  }

  dispose(): void {
    for (const copy of this.copies) for (const buffer of copy.values()) buffer.destroy();
  }
}
