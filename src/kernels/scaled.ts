// What formats with scales ask of a schedule: constants for their shaders, rows that are turned before they meet
// quantised ones, and cached rows that are turned back before others are rebuilt from them.

import { formats, groupsOf, scaleRowBytes, type FormatId } from '../attention/format';
import { find, type Field, type View } from '../attention/plan';
import type { RowShape } from '../attention/quantize';
import {
  fieldsSlot,
  foldedGrid,
  formatOf,
  u32,
  type BufferSpec,
  type Context,
  type Dispatch,
  type Grid,
  type StepSizes,
} from './dispatch';
import { bytesPerQuad, fieldRowQuads, quads, rowLayout } from './layout';
import { keysIn, ofSpan, rebuiltKeysOf, spanSlot, type Span } from './rebuilt';

export const hasScales = (format: FormatId): boolean => formats[format].group !== null;

/** Constants that part/turn_group and its kernels read. */
function turningConstants(format: FormatId, { width, prefix = width }: RowShape) {
  const { size, count } = groupsOf(format, width);
  return { GROUP: size, GROUPS: count, PREFIX: prefix };
}

/** Constants that part/encode_group reads. */
export const encodingConstants = (format: FormatId, shape: RowShape): Record<string, number> => ({
  ...turningConstants(format, shape),
  ROW_WORDS: (fieldRowQuads(format, shape.width) * bytesPerQuad[format]) / 4,
  SCALE_WORDS: scaleRowBytes(format, shape.width) / 4,
});

export const encodingSlots = { reduce: 'reduce/workgroup', turn: 'turn/spread' };

/** Workgroups that encode a row: each takes the two groups whose scales share a word. */
export const pairsOfGroups = (format: FormatId, { width }: RowShape): number =>
  Math.ceil(groupsOf(format, width).count / 2);

/** Constants by which a loader finds a row's scales: those of kv/*, rows/cached_*. */
export function scaleConstants(
  prefix: 'KEY' | 'VALUE' | 'IN',
  format: FormatId,
  width: number,
): Record<string, number> {
  if (!hasScales(format)) return {};
  return {
    [`${prefix}_GROUP_QUADS`]: quads(groupsOf(format, width).size),
    [`${prefix}_SCALE_WORDS`]: scaleRowBytes(format, width) / 4,
  };
}

/** Bytes of the scales that are loaded with a row's first `width` columns. */
export const scaleBytesOf = (format: FormatId, width: number): number => scaleRowBytes(format, width);
