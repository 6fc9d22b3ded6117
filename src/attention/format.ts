// How cached rows are stored: bits per element, bytes per row, and how far a result may be from float64.

export type FormatId = 'f32' | 'f16' | 'bf16' | 'int8' | 'int4';

/** Weights are never quantised here: what is compared is the cache. */
export type WeightFormat = 'f32' | 'f16';

export interface Format {
  readonly id: FormatId;
  readonly bitsPerElement: number;
  /** Elements of a row that share an f16 scale (see `groupsOf` for narrower rows); null where there is no scale. */
  readonly group: number | null;
  /**
   * Largest max |error| / max |reference| of an attention output computed in f32 from rows stored this way.
   * f32: rounding of f32 sums. f16 and bf16: keys and values each rounded once, by at most 2^-11 and 2^-9 of their
   * size; a rounded key moves a probability by about as much as a rounded value moves the sum, and twice that is
   * allowed.
   */
  readonly errorBound: number;
}

export const formats: Record<FormatId, Format> = {
  f32: { id: 'f32', bitsPerElement: 32, group: null, errorBound: 1e-5 },
  f16: { id: 'f16', bitsPerElement: 16, group: null, errorBound: 2 ** -9 },
  bf16: { id: 'bf16', bitsPerElement: 16, group: null, errorBound: 2 ** -6 },
  int8: { id: 'int8', bitsPerElement: 8, group: 128, errorBound: 2 ** -6 },
  int4: { id: 'int4', bitsPerElement: 4, group: 32, errorBound: 2 ** -2 },
};

export const formatIds: readonly FormatId[] = ['f32', 'f16', 'bf16', 'int8', 'int4'];

/** The weights that go with a cache: as wide, but never quantised. */
export const weightFormatFor = (format: FormatId): WeightFormat =>
  format === 'f32' ? 'f32' : 'f16';

/** The format in which a field is kept when `chosen` is the cache's: `min16` fields never go below 16 bits. */
export function fieldFormat(chosen: FormatId, rule: 'chosen' | 'min16'): FormatId {
  return rule === 'min16' && formats[chosen].bitsPerElement < 16 ? 'f16' : chosen;
}

/**
 * Elements of a row that share a scale, and how many such groups a row has; a format without scales has none. A
 * narrower row is one group of its own width, but for int4: its elements are packed 32 at a time, and half a byte
 * could not be stored.
 */
export function groupsOf(format: FormatId, width: number): { size: number; count: number } {
  const { group, bitsPerElement } = formats[format];
  if (group === null) return { size: width, count: 0 };
  const size = bitsPerElement < 8 ? group : Math.min(group, width);
  return { size, count: Math.ceil(width / size) };
}

/** Bytes of the elements of a row and of its scales: the last group is as long as the others. */
function planes(format: FormatId, width: number): { elements: number; scales: number } {
  const { size, count } = groupsOf(format, width);
  const { bitsPerElement } = formats[format];
  return { elements: (size * Math.max(count, 1) * bitsPerElement) / 8, scales: 2 * count };
}

/** Bytes that a row takes by the formula: ceil(width / group) (group bits / 8 + 2), or width bits / 8 without scales. */
export function rowBytes(format: FormatId, width: number): number {
  const { elements, scales } = planes(format, width);
  return elements + scales;
}

/** Bytes of a row's elements in memory: rows start on 16 bytes, so that a shader loads them as vectors. */
export const elementRowBytes = (format: FormatId, width: number): number =>
  Math.ceil(planes(format, width).elements / 16) * 16;

/** Bytes of a row's scales in memory: whole words, so that no two rows share one. */
export const scaleRowBytes = (format: FormatId, width: number): number =>
  Math.ceil(planes(format, width).scales / 4) * 4;

/** Bytes that a row takes in memory, elements and scales. */
export const paddedRowBytes = (format: FormatId, width: number): number =>
  elementRowBytes(format, width) + scaleRowBytes(format, width);
