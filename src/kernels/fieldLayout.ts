// In which rows of a cache field's buffer tokens stand: [batch, heads, capacity], or [pages, heads, 64] by block tables.

import { elementRowBytes, scaleRowBytes, type FormatId } from '../attention/format';
import type { Field } from '../attention/plan';
import { formatOf, type Knobs } from './dispatch';
import { fieldRows } from './layout';
import { pageTokens, type PageCopy, type Pages } from './pages';

/** Neighbouring tokens whose rows stand together. */
export interface Run {
  readonly token: number;
  readonly count: number;
  /** Of the first token. */
  readonly row: number;
}

/** One after another in the buffer: elements, and scales where the format has some. */
export interface Plane {
  /** Byte in the buffer at which it begins. */
  readonly from: number;
  /** Bytes of a row. */
  readonly bytes: number;
}

export class FieldLayout {
  readonly format: FormatId;
  /** Sequences times heads. */
  readonly blocks: number;
  readonly elements: Plane;
  readonly scales: Plane;

  constructor(
    private readonly field: Field,
    private readonly knobs: Knobs,
    private readonly pages: Pages | undefined,
  ) {
    this.format = formatOf(field, knobs);
    this.blocks = knobs.batch * field.heads;
    const bytes = elementRowBytes(this.format, field.width);
    this.elements = { from: 0, bytes };
    const from = field.heads * fieldRows(knobs) * bytes;
    this.scales = { from, bytes: scaleRowBytes(this.format, field.width) };
  }

  get planes(): readonly Plane[] {
    return [this.elements, this.scales].filter(({ bytes }) => bytes > 0);
  }

  /** Which row holds a token, `block` counting sequences and heads; none where it has no page. */
  rowOf(block: number, token: number): number | undefined {
    const { heads } = this.field;
    if (!this.pages) return block * this.knobs.capacity + token;
    const page = this.pages.pageOf(Math.floor(block / heads), token);
    if (page === undefined) return undefined;
    return (page * heads + (block % heads)) * pageTokens + (token % pageTokens);
  }

  /** The runs of some tokens: one, or one a page; tokens without a page are left out. */
  *runs(block: number, start: number, tokens: number): Generator<Run, void> {
    for (let token = start; token < start + tokens;) {
      const left = start + tokens - token;
      const count = this.pages ? Math.min(left, pageTokens - (token % pageTokens)) : left;
      const row = this.rowOf(block, token);
      if (row !== undefined) yield { token, count, row };
      token += count;
    }
  }

  /** Bytes of a page in a plane, all heads side by side. */
  private pageBytes({ bytes }: Plane): number {
    return this.field.heads * pageTokens * bytes;
  }

  /** Bytes of the larger part of a page. */
  get largestPageBytes(): number {
    return Math.max(...this.planes.map((plane) => this.pageBytes(plane)));
  }

  /** Copies whole pages within the buffer, by way of another: WebGPU copies nothing from a buffer to itself. */
  copyPages(
    encoder: GPUCommandEncoder,
    buffer: GPUBuffer,
    between: GPUBuffer,
    copies: readonly PageCopy[],
  ): void {
    for (const plane of this.planes) {
      const bytes = this.pageBytes(plane);
      for (const { from, to } of copies) {
        encoder.copyBufferToBuffer(buffer, plane.from + from * bytes, between, 0, bytes);
        encoder.copyBufferToBuffer(between, 0, buffer, plane.from + to * bytes, bytes);
      }
    }
  }

  /** Copies contiguous rows [batch, heads, tokens], and the scales behind them, to where they belong. */
  copyIn(encoder: GPUCommandEncoder, from: GPUBuffer, to: GPUBuffer, tokens: number): void {
    let planeFrom = 0;
    for (const plane of this.planes) {
      for (let block = 0; block < this.blocks; block++) {
        for (const { token, count, row } of this.runs(block, 0, tokens)) {
          const source = planeFrom + (block * tokens + token) * plane.bytes;
          const target = plane.from + row * plane.bytes;
          encoder.copyBufferToBuffer(from, source, to, target, count * plane.bytes);
        }
      }
      planeFrom += this.blocks * tokens * plane.bytes;
    }
  }
}
