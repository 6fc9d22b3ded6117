// Rows as k and v hold them in a format, for callers who fill their own buffers.

import { formatIds, type FormatId } from '../attention/format';
import { encodeRows } from '../attention/quantize';
import { LibraryError, requireCount } from './errors';

export interface CacheRowShape {
  readonly format: FormatId;
  /** Columns of a row. */
  readonly width: number;
  /** vDim, where the value is the first columns of the key. */
  readonly prefix?: number;
}

/**
 * All rows of a buffer, [batch, kvHeads, capacity, width], as its bytes: elements, and behind those of all rows the
 * scales, where the format has some. Throws LibraryError.
 */
export function encodeCacheRows(
  rows: Float32Array,
  { format, width, prefix }: CacheRowShape,
): Uint8Array<ArrayBuffer> {
  requireCount('width', width);
  if (!formatIds.includes(format)) {
    const what = `format is "${String(format)}": choose ${formatIds.join(', ')}`;
    throw new LibraryError('notSupported', what);
  }
  if (rows.length % width !== 0) {
    const what = `${rows.length} values are no whole number of rows of ${width}`;
    throw new LibraryError('wrongLength', `${what}: give a multiple of it`);
  }
  const split = prefix !== undefined && prefix < width ? { prefix } : {};
  const { elements, scales } = encodeRows(rows, format, { width, ...split });
  const bytes = new Uint8Array(elements.length + scales.length);
  bytes.set(elements);
  bytes.set(scales, elements.length);
  return bytes;
}
