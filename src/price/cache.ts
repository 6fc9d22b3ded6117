// What a plan keeps for every token: the cache's elements and bytes, per token and layer and in all.

import { fieldFormat, paddedRowBytes, rowBytes, type FormatId } from '../attention/format';
import type { Field, Plan } from '../attention/plan';

/** What one field keeps of one token in one layer. */
export interface FieldBytes {
  readonly field: string;
  readonly holds: Field['holds'];
  /** The format in which the field is kept. */
  readonly format: FormatId;
  /** heads * width. */
  readonly elements: number;
  /** What the formula says. */
  readonly bytes: number;
  /** With rows padded to 16 bytes: what memory holds. */
  readonly paddedBytes: number;
}

export interface TokenBytes {
  readonly fields: readonly FieldBytes[];
  readonly elements: number;
  readonly bytes: number;
  readonly paddedBytes: number;
}

/** What a model keeps: `tokens` per sequence in each of `layers`, for `batch` sequences. */
export interface CacheSize {
  readonly layers: number;
  readonly tokens: number;
  readonly batch: number;
  readonly format: FormatId;
}

/** Bytes per token and layer. Formulas: DeepSeek-V2, arXiv:2405.04434, table 1. */
export function cachePerToken(plan: Plan, format: FormatId): TokenBytes {
  const fields = plan.cache.map((field): FieldBytes => {
    const kept = fieldFormat(format, field.format);
    return {
      field: field.id,
      holds: field.holds,
      format: kept,
      elements: field.heads * field.width,
      bytes: field.heads * rowBytes(kept, field.width),
      paddedBytes: field.heads * paddedRowBytes(kept, field.width),
    };
  });
  const sum = (of: 'elements' | 'bytes' | 'paddedBytes') =>
    fields.reduce((n, field) => n + field[of], 0);
  return {
    fields,
    elements: sum('elements'),
    bytes: sum('bytes'),
    paddedBytes: sum('paddedBytes'),
  };
}

/** Bytes of the whole cache, as the formula says and as padded rows take. */
export function cacheBytes(
  plan: Plan,
  { layers, tokens, batch, format }: CacheSize,
): { readonly bytes: number; readonly paddedBytes: number } {
  const token = cachePerToken(plan, format);
  const tokensInAll = layers * tokens * batch;
  return { bytes: token.bytes * tokensInAll, paddedBytes: token.paddedBytes * tokensInAll };
}

/**
 * The longest context, in tokens per sequence, whose cache fits a memory beside `weightBytes`; 0 where nothing
 * does. Rows take the room of padded ones.
 */
export function largestContext(
  plan: Plan,
  { layers, batch, format }: Omit<CacheSize, 'tokens'>,
  memoryBytes: number,
  weightBytes = 0,
): number {
  const perToken = cachePerToken(plan, format).paddedBytes * layers * batch;
  return Math.max(Math.floor((memoryBytes - weightBytes) / perToken), 0);
}

/**
 * How many kv heads of GQA, with keys of `headDim` and values of `vDim`, would cache as much: (c + r) / (2 headDim)
 * for MLA, 2.25 for DeepSeek-V2 (arXiv:2405.04434, section 2.1.4).
 */
export const equivalentGroups = (
  plan: Plan,
  { headDim, vDim }: { readonly headDim: number; readonly vDim: number },
): number => plan.cache.reduce((n, { heads, width }) => n + heads * width, 0) / (headDim + vDim);

/** Bytes of an element of a field kept in a format, with its share of the scales. */
export const elementBytes = (field: Field, format: FormatId): number =>
  rowBytes(fieldFormat(format, field.format), field.width) / field.width;
