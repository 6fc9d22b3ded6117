// Spreads the columns of a row over each other before it is quantised, so that a few large ones do not take the range
// from the rest: an orthonormal turn, undone after attention, which no score notices.
// QuaRot: Ashkboos et al. 2024, arXiv:2404.00456, section 3. shaders/part/hadamard.wgsl does the same.

import { groupsOf, type FormatId } from './format';

/** Columns that are mixed with each other, and with no others. */
export interface Span {
  readonly from: number;
  readonly width: number;
}

/**
 * The spans of a row: its groups, so that a scale sees only what it scales, cut where its first `prefix` columns are
 * attended to by themselves. None where the format has no scales.
 */
export function spansOf(format: FormatId, width: number, prefix = width): Span[] {
  const { size, count } = groupsOf(format, width);
  if (count === 0) return [];
  const starts = Array.from({ length: count }, (_, group) => group * size);
  if (prefix < width && !starts.includes(prefix)) starts.push(prefix);
  starts.sort((a, b) => a - b);
  return starts.map((from, i) => ({ from, width: (starts[i + 1] ?? width) - from }));
}

/** The largest power of two that is not above `width`. */
const powerWithin = (width: number): number => 2 ** (31 - Math.clz32(width));

/**
 * The sign of a column before it is mixed, by the Rudin-Shapiro sequence: bare, the transform would gather a row of
 * equal elements, or one that has been through it, in one column.
 */
function sign(column: number): number {
  let ones = 0;
  for (let bits = column & (column >> 1); bits > 0; bits &= bits - 1) ones += 1;
  return ones % 2 === 0 ? 1 : -1;
}

/** Sums and differences of `size` columns from `from` on, a power of two, scaled to keep the row's length. */
function transform(rows: Float32Array, from: number, size: number): void {
  for (let half = 1; half < size; half *= 2) {
    for (let pair = 0; pair < size / 2; pair++) {
      const i = from + Math.floor(pair / half) * 2 * half + (pair % half);
      const a = rows[i] ?? 0;
      const b = rows[i + half] ?? 0;
      rows[i] = a + b;
      rows[i + half] = a - b;
    }
  }
  const scale = Math.fround(1 / Math.sqrt(size));
  for (let i = from; i < from + size; i++) rows[i] = (rows[i] ?? 0) * scale;
}

function applySigns(rows: Float32Array, from: number, size: number): void {
  for (let i = 0; i < size; i++) rows[from + i] = (rows[from + i] ?? 0) * sign(i);
}

function forEachSpan(
  rows: Float32Array,
  width: number,
  spans: readonly Span[],
  turn: (from: number, end: number, size: number) => void,
): void {
  for (let first = 0; first < rows.length; first += width) {
    for (const span of spans) {
      const from = first + span.from;
      turn(from, from + span.width, powerWithin(span.width));
    }
  }
}

/**
 * Mixes each span of rows [rows, width], in place. A span whose width is no power of two is mixed in two turns that
 * overlap: the columns from its beginning, then those up to its end.
 */
export function spread(rows: Float32Array, width: number, spans: readonly Span[]): void {
  forEachSpan(rows, width, spans, (from, end, size) => {
    for (const at of from + size === end ? [from] : [from, end - size]) {
      applySigns(rows, at, size);
      transform(rows, at, size);
    }
  });
}

/** Undoes `spread`, to float32's rounding. */
export function unspread(rows: Float32Array, width: number, spans: readonly Span[]): void {
  forEachSpan(rows, width, spans, (from, end, size) => {
    for (const at of from + size === end ? [from] : [end - size, from]) {
      transform(rows, at, size);
      applySigns(rows, at, size);
    }
  });
}
