// Where elements stand in GPU buffers: last axes padded with zeros to whole quads of four elements.

import {
  elementRowBytes,
  paddedRowBytes,
  type FormatId,
  type WeightFormat,
} from '../attention/format';
import { sizeOf, type Axis, type Field } from '../attention/plan';
import type { Knobs } from './dispatch';
import { pageTokens } from './pages';

/** Quads that hold `width` elements. */
export const quads = (width: number): number => Math.ceil(width / 4);

/** A row of heads, each head's width padded: how activations and weights lie. Counts of elements. */
export interface RowLayout {
  readonly heads: number;
  readonly width: number;
  readonly headStride: number;
  readonly rowStride: number;
}

/** Layout of axes whose last is the width and whose others are heads. */
export function rowLayout(axes: readonly Axis[]): RowLayout {
  const width = axes.at(-1)?.[1] ?? 1;
  const heads = sizeOf(axes.slice(0, -1));
  const headStride = quads(width) * 4;
  return { heads, width, headStride, rowStride: heads * headStride };
}

/** Of a weight's matrix. */
export const weightQuadBytes: Record<WeightFormat, number> = { f32: 16, f16: 8 };

/** Of a cache's rows, scales aside. */
export const bytesPerQuad: Record<FormatId, number> = {
  f32: 16,
  f16: 8,
  bf16: 8,
  int8: 4,
  int4: 2,
};

/** Quads from one cached row of a field to the next. */
export const fieldRowQuads = (format: FormatId, width: number): number =>
  elementRowBytes(format, width) / bytesPerQuad[format];

/** Rows of a cache field for one of its heads, those of all sequences. */
export const fieldRows = ({
  batch,
  capacity,
  pages,
}: Pick<Knobs, 'batch' | 'capacity' | 'pages'>): number =>
  pages === undefined ? batch * capacity : pages * pageTokens;

/**
 * Bytes of a cache field for one copy: [batch, heads, capacity, padded width], or [pages, heads, 64, padded width], and
 * after it the scales' plane.
 */
export const fieldBytes = (field: Field, format: FormatId, rows: number): number =>
  field.heads * rows * paddedRowBytes(format, field.width);

/** Copies [blocks, width] into [blocks, padded width], the padding being zero. */
export function padRows(
  data: Float32Array,
  width: number,
  paddedWidth = quads(width) * 4,
): Float32Array<ArrayBuffer> {
  const blocks = data.length / width;
  if (!Number.isInteger(blocks)) {
    throw new RangeError(`${data.length} elements are no whole number of rows of ${width}`);
  }
  const padded = new Float32Array(blocks * paddedWidth);
  for (let i = 0; i < blocks; i++) {
    padded.set(data.subarray(i * width, (i + 1) * width), i * paddedWidth);
  }
  return padded;
}

/** Undoes `padRows`. */
export function unpadRows(
  data: Float32Array,
  width: number,
  paddedWidth = quads(width) * 4,
): Float32Array<ArrayBuffer> {
  const blocks = data.length / paddedWidth;
  const rows = new Float32Array(blocks * width);
  for (let i = 0; i < blocks; i++) {
    rows.set(data.subarray(i * paddedWidth, i * paddedWidth + width), i * width);
  }
  return rows;
}
