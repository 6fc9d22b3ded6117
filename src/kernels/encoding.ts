// How new rows are spread, given scales and rounded to codes: by a workgroup through its memory, or in software by four
// lanes that hold the columns and swap them.

import { groupsOf, scaleRowBytes, type FormatId } from '../attention/format';
import type { RowShape } from '../attention/quantize';
import { groupLanes, reduceSlots, type Knobs } from './dispatch';
import { bytesPerQuad, fieldRowQuads, quads } from './layout';
import { heldTurning, turningConstants } from './turning';

/** Where part/encoding writes codes and scales. */
const planes = (format: FormatId, { width }: RowShape) => ({
  ROW_WORDS: (fieldRowQuads(format, width) * bytesPerQuad[format]) / 4,
  SCALE_WORDS: scaleRowBytes(format, width) / 4,
});

/** Encodes groups in workgroup memory: a workgroup the two whose scales share a word. */
export const groupEncoding = (format: FormatId, shape: RowShape, lanes: number) => ({
  slots: { reduce: 'reduce/workgroup', turn: 'turn/spread', stored: 'stored/one' },
  constants: { LANES: lanes, ...turningConstants(format, shape), ...planes(format, shape) },
  /** Workgroups for a row. */
  groups: Math.ceil(groupsOf(format, shape.width).count / 2),
});

/** Encodes columns that lanes hold, two groups or 128 columns a workgroup; undefined where they cannot hold these. */
function heldEncoding(knobs: Knobs, format: FormatId, shape: RowShape) {
  const held = heldTurning(knobs, 'spread', format, shape, shape.width);
  const { size, count } = groupsOf(format, shape.width);
  if (!held || !Number.isInteger(Math.log2(size))) return undefined;
  return {
    slots: { ...reduceSlots(knobs, groupLanes(knobs)), ...held.slots },
    constants: {
      ...held.constants,
      ...planes(format, shape),
      GROUP: size,
      GROUPS: count,
      QUADS: quads(shape.width),
    },
    groups: Math.ceil(shape.width / Math.max(128, 2 * size)),
  };
}

/** How the kernel that makes new rows ready encodes them. */
export function readyEncoding(knobs: Knobs, format: FormatId, shape: RowShape) {
  const held = heldEncoding(knobs, format, shape);
  if (held) return { kernel: '4_ready_held', ...held };
  return { kernel: '4_ready_scaled', ...groupEncoding(format, shape, groupLanes(knobs)) };
}
