// How cached rows are stored: bits per element, bytes per row, and how far a result may be from float64.

export type FormatId = 'f32' | 'f16';

export interface Format {
  readonly id: FormatId;
  readonly bitsPerElement: number;
  /**
   * Largest max |error| / max |reference| of an attention output computed in f32 from rows stored this way.
   * f32: rounding of f32 sums. f16: keys, values and weights each rounded once, by at most 2^-11 of their size; a
   * rounded key moves a probability by about as much as a rounded value moves the sum, and twice that is allowed.
   */
  readonly errorBound: number;
}

export const formats: Record<FormatId, Format> = {
  f32: { id: 'f32', bitsPerElement: 32, errorBound: 1e-5 },
  f16: { id: 'f16', bitsPerElement: 16, errorBound: 2 ** -9 },
};

/** The format in which a field is kept when `chosen` is the cache's: `min16` fields never go below 16 bits. */
export function fieldFormat(chosen: FormatId, rule: 'chosen' | 'min16'): FormatId {
  return rule === 'min16' && formats[chosen].bitsPerElement < 16 ? 'f16' : chosen;
}

/** Bytes that the elements of a row take: what a formula says. */
export const rowBytes = (format: FormatId, width: number): number =>
  (width * formats[format].bitsPerElement) / 8;

/** Bytes that a row takes in memory: rows start on 16 bytes, so that a shader loads them as vectors. */
export const paddedRowBytes = (format: FormatId, width: number): number =>
  Math.ceil(rowBytes(format, width) / 16) * 16;
