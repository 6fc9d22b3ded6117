// How cached rows are stored: bits per element, bytes per row, and how far a result may be from float64.

export type FormatId = 'f32' | 'f16' | 'bf16' | 'int8' | 'int4';

/** Weights are never quantised here: what is compared is the cache. */
export type WeightFormat = 'f32' | 'f16';

export interface Format {
  readonly id: FormatId;
  readonly bitsPerElement: number;
  /** Elements of a row that share an f16 scale (see `groupsOf` for narrower rows); null where there is no scale. */
  readonly group: number | null;
  /** What a cached row loses, as a share of its length: see `errorBound`. */
  readonly rowLoss: number;
  /**
   * Largest max |error| / max |reference| of an attention output computed in f32 from rows stored this way.
   *
   * f32 stores rows as they are; what remains is rounding of f32 sums. The others lose `rowLoss` of every row:
   * - f16 and bf16 round an element by at most 2^-11 and 2^-9 of its size.
   * - int8 and int4 round it by a step / sqrt(12) rms, the step being the group's extreme / 2^(bits - 1). Rows are
   *   spread before (hadamard.ts), so that a group is about normal whatever its outliers, and the extreme of 128
   *   normal deviates is about 2.8 of them, that of 32 about 2.2: 0.65 % and 8.2 %, measured in quantize.test.ts.
   *   No row, however odd, loses more than about sqrt(group) / 2^bits: 4.4 % and 35 %.
   *
   * Values of which each loses a share e of its length make a sum that loses e of its own. A key's loss moves its
   * score by e times the scores' deviation s, and the output by e s of its length. Together e sqrt(1 + s^2): for
   * scores that vary by up to sqrt(3) that is 2 e, and as much again is allowed for the largest element of an
   * output, which may be off by more than the rest.
   */
  readonly errorBound: number;
  /**
   * The same against rows that are stored likewise (quantize.ts), so that what the format loses is in both. A device may
   * still round its other way: weights by 2^-10 of their size where they are f16, 2^-9 with what that does to the
   * scores, and scales likewise, which turns some codes into their neighbours: less than the format loses.
   */
  readonly storedBound: number;
}

const format = (
  id: FormatId,
  bitsPerElement: number,
  group: number | null,
  rowLoss: number,
): Format => ({
  id,
  bitsPerElement,
  group,
  rowLoss,
  errorBound: Math.max(1e-5, 4 * rowLoss),
  storedBound: rowLoss === 0 ? 1e-5 : Math.max(2 ** -9, group === null ? 0 : rowLoss),
});

export const formats: Record<FormatId, Format> = {
  f32: format('f32', 32, null, 0),
  f16: format('f16', 16, null, 2 ** -11),
  bf16: format('bf16', 16, null, 2 ** -9),
  int8: format('int8', 8, 128, 0.0066),
  int4: format('int4', 4, 32, 0.083),
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
