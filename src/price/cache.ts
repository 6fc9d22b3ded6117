// What a plan keeps for every token: the cache's elements and bytes, per token and layer and in all.

import { fieldFormat, paddedRowBytes, rowBytes, type FormatId } from '../attention/format';
import { keptTokens, type LayerGroup } from '../attention/layers';
import type { Field, Plan } from '../attention/plan';
import { largestThat } from './largest';

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

/** What a model keeps: `tokens` per sequence in each layer, or as many as its window holds, for `batch` sequences. */
export interface CacheSize {
  readonly groups: readonly LayerGroup[];
  readonly tokens: number;
  readonly batch: number;
  readonly format: FormatId;
}

/** Exact beyond 2^53. */
export interface CacheBytes {
  readonly bytes: bigint;
  /** With rows padded to 16 bytes: what memory holds. */
  readonly paddedBytes: bigint;
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

/** Rows of one sequence in all layers: sum of layers * min(tokens, window). */
const rowsOf = (groups: readonly LayerGroup[], tokens: number): bigint =>
  groups.reduce((n, group) => n + BigInt(group.layers) * BigInt(keptTokens(group, tokens)), 0n);

/** Bytes of the whole cache, as the formula says and as padded rows take. */
export function cacheBytes(plan: Plan, { groups, tokens, batch, format }: CacheSize): CacheBytes {
  const token = cachePerToken(plan, format);
  const rows = rowsOf(groups, tokens) * BigInt(batch);
  return { bytes: BigInt(token.bytes) * rows, paddedBytes: BigInt(token.paddedBytes) * rows };
}

/**
 * The longest context, in tokens per sequence, whose cache fits `roomBytes`: 0 where not one token does, and
 * Infinity where the cache stops growing below it, every layer having a window or the plan no cache. Rows take the
 * room of padded ones.
 */
export function largestContext(
  plan: Plan,
  { groups, batch, format }: Omit<CacheSize, 'tokens'>,
  roomBytes: number,
): number {
  const tokenBytes = BigInt(cachePerToken(plan, format).paddedBytes) * BigInt(batch);
  return largestThat((tokens) => rowsOf(groups, tokens) * tokenBytes <= roomBytes);
}

/**
 * How many kv heads of GQA, with keys of `headDim` and values of `vDim`, would cache as much: (c + r) / (2 headDim)
 * for MLA, 2.25 for DeepSeek-V2 (arXiv:2405.04434, section 2.1.4).
 */
export const equivalentGroups = (
  plan: Plan,
  { headDim, vDim }: { readonly headDim: number; readonly vDim: number },
): number => plan.cache.reduce((n, { heads, width }) => n + heads * width, 0) / (headDim + vDim);
