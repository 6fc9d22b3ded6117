// Rows as they are stored: encoded to the bytes of a format, and read back. shaders/store, shaders/key and shaders/value do the same.

import { elementRowBytes, formats, groupsOf, scaleRowBytes, type FormatId } from './format';
import { spansOf, spread, unspread } from './hadamard';
import { fromBrain, fromHalf, toBrain, toHalf } from './half';

/** What of a cache field says how its rows are stored. */
export interface RowShape {
  readonly width: number;
  /** Columns of the row that are also attended to by themselves. */
  readonly prefix?: number;
}

/** Stored rows: two planes, the second empty where the format has no scales. */
export interface EncodedRows {
  /** [rows, elementRowBytes], padded with zeros. */
  readonly elements: Uint8Array<ArrayBuffer>;
  /** [rows, scaleRowBytes], f16, padded with zeros. */
  readonly scales: Uint8Array<ArrayBuffer>;
}

/** An f16 that is no number: the scale of a group that cannot be stored. */
const NAN_SCALE = 0x7e00;
const LARGEST_HALF = 65504;

/**
 * The scales tried for a group, in sixteenths of the one that maps its extreme to -2^(bits - 1). With 8 bits that one
 * is as good as any; with 4 it pays to cut the extreme short or to leave room beyond it, by the group: 8.2 % of a
 * normal row's length instead of 8.6 % is lost, and 9.7 % by max |x| / 7.
 */
export const scaleSixteenths: Record<'int8' | 'int4', readonly number[]> = {
  int8: [16],
  int4: [18, 17, 16, 15, 14, 13, 12, 11],
};

const codeOf = (value: number, scale: number, least: number): number => {
  if (scale === 0) return 0;
  const ratio = Math.fround(value / scale);
  // Halves to even, as round() does in WGSL.
  const below = Math.floor(ratio);
  const rest = ratio - below;
  const nearest = rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
  return Math.max(least, Math.min(nearest, -least - 1));
};

/** The f16 bits of the scale that loses least of a spread group; its extreme's sign is the scale's, turned. */
function scaleBitsOf(group: Float32Array, format: 'int8' | 'int4'): number {
  const least = -(2 ** (formats[format].bitsPerElement - 1));
  let greatest = 0;
  let lowest = 0;
  for (const value of group) {
    if (value > greatest) greatest = value;
    if (value < lowest) lowest = value;
  }
  const extreme = greatest >= -lowest ? greatest : lowest;
  if (group.some(Number.isNaN)) return NAN_SCALE;
  if (extreme === 0) return 0;
  if (Math.abs(extreme / least) > LARGEST_HALF) return NAN_SCALE;
  const candidates = scaleSixteenths[format];
  let best = 0;
  let bestLoss = Infinity;
  for (const sixteenths of candidates) {
    const wanted = Math.fround(extreme * (sixteenths / 16 / least));
    const bits = toHalf(Math.max(-LARGEST_HALF, Math.min(wanted, LARGEST_HALF)));
    const scale = fromHalf(bits);
    let loss = 0;
    if (candidates.length > 1) {
      for (const value of group) {
        const error = Math.fround(codeOf(value, scale, least) * scale - value);
        loss = Math.fround(loss + Math.fround(error * error));
      }
    }
    if (loss < bestLoss) {
      best = bits;
      bestLoss = loss;
    }
  }
  return best;
}

/**
 * Encodes rows [rows, width] with scales: each span of columns is spread, each group given a scale that is rounded
 * to f16 before the elements are rounded to multiples of it. A group that holds a NaN or an infinity, or more than
 * f16 can scale (65504 times 128 or 8), is NaN throughout when read; a group below f16's smallest step is zero.
 */
function encodeScaled(rows: Float32Array, format: 'int8' | 'int4', shape: RowShape): EncodedRows {
  const { width, prefix } = shape;
  const count = rows.length / width;
  const { bitsPerElement } = formats[format];
  const least = -(2 ** (bitsPerElement - 1));
  const { size } = groupsOf(format, width);
  const elementBytes = elementRowBytes(format, width);
  const scaleBytes = scaleRowBytes(format, width);
  const elements = new Uint8Array(count * elementBytes);
  const scales = new Uint8Array(count * scaleBytes);
  const scaleView = new DataView(scales.buffer);
  const mixed = Float32Array.from(rows);
  spread(mixed, width, spansOf(format, width, prefix));
  for (let row = 0; row < count; row++) {
    for (let from = 0, group = 0; from < width; from += size, group++) {
      const first = row * width + from;
      const values = mixed.subarray(first, Math.min(first + size, (row + 1) * width));
      const bits = scaleBitsOf(values, format);
      scaleView.setUint16(row * scaleBytes + 2 * group, bits, true);
      if (bits === NAN_SCALE) continue;
      const scale = fromHalf(bits);
      for (const [i, value] of values.entries()) {
        const code = codeOf(value, scale, least);
        const bit = (from + i) * bitsPerElement;
        const byte = row * elementBytes + Math.floor(bit / 8);
        elements[byte] = (elements[byte] ?? 0) | ((code & (2 * -least - 1)) << (bit % 8));
      }
    }
  }
  return { elements, scales };
}

function decodeScaled(
  { elements, scales }: EncodedRows,
  format: 'int8' | 'int4',
  { width, prefix }: RowShape,
): Float32Array<ArrayBuffer> {
  const { bitsPerElement } = formats[format];
  const { size } = groupsOf(format, width);
  const elementBytes = elementRowBytes(format, width);
  const scaleBytes = scaleRowBytes(format, width);
  const count = elements.length / elementBytes;
  const scaleView = new DataView(scales.buffer, scales.byteOffset, scales.byteLength);
  const rows = new Float32Array(count * width);
  for (let i = 0; i < rows.length; i++) {
    const row = Math.floor(i / width);
    const column = i % width;
    const group = Math.floor(column / size);
    const bit = column * bitsPerElement;
    const byte = elements[row * elementBytes + Math.floor(bit / 8)] ?? 0;
    // The code's highest bit is its sign.
    const code = ((byte >> (bit % 8)) << (32 - bitsPerElement)) >> (32 - bitsPerElement);
    rows[i] = code * fromHalf(scaleView.getUint16(row * scaleBytes + 2 * group, true));
  }
  unspread(rows, width, spansOf(format, width, prefix));
  return rows;
}

/** Elements that stand for themselves: to bits, and back. */
const plain = {
  f32: { store: Float32Array, to: (value: number) => value, from: (value: number) => value },
  f16: { store: Uint16Array, to: toHalf, from: fromHalf },
  bf16: { store: Uint16Array, to: toBrain, from: fromBrain },
};

/** Encodes rows [rows, width]; f16 and bf16 are rounded to nearest, halves to even. */
export function encodeRows(rows: Float32Array, format: FormatId, shape: RowShape): EncodedRows {
  const { width } = shape;
  const count = rows.length / width;
  if (!Number.isInteger(count)) {
    throw new RangeError(`${rows.length} elements are no whole number of rows of ${width}`);
  }
  if (format === 'int8' || format === 'int4') return encodeScaled(rows, format, shape);
  const { store, to } = plain[format];
  const rowElements = elementRowBytes(format, width) / store.BYTES_PER_ELEMENT;
  const bits = new store(count * rowElements);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < width; column++) {
      bits[row * rowElements + column] = to(rows[row * width + column] ?? 0);
    }
  }
  return { elements: new Uint8Array(bits.buffer), scales: new Uint8Array() };
}

/** Rows [rows, width] as they come back from storage. */
export const storedRows = (
  rows: Float32Array,
  format: FormatId,
  shape: RowShape,
): Float32Array<ArrayBuffer> => decodeRows(encodeRows(rows, format, shape), format, shape);

/** What was stored, as rows [rows, width]. */
export function decodeRows(
  encoded: EncodedRows,
  format: FormatId,
  shape: RowShape,
): Float32Array<ArrayBuffer> {
  if (format === 'int8' || format === 'int4') return decodeScaled(encoded, format, shape);
  const { width } = shape;
  const { store, from } = plain[format];
  const { buffer, byteOffset, byteLength } = encoded.elements;
  const bits = new store(buffer, byteOffset, byteLength / store.BYTES_PER_ELEMENT);
  const rowElements = elementRowBytes(format, width) / store.BYTES_PER_ELEMENT;
  const rows = new Float32Array((bits.length / rowElements) * width);
  for (let i = 0; i < rows.length; i++) {
    rows[i] = from(bits[Math.floor(i / width) * rowElements + (i % width)] ?? 0);
  }
  return rows;
}
