// How rows of spread columns are turned, there and back: by 64 lanes through workgroup memory, or in software by four
// lanes that hold the columns and swap them.

import { groupsOf, type FormatId } from '../attention/format';
import { spansOf, type Span } from '../attention/hadamard';
import type { RowShape } from '../attention/quantize';
import { groupLanes, subgroupsSlot, type Knobs } from './dispatch';
import { quads } from './layout';

export type Turn = 'spread' | 'unspread';

/** Neighbouring quads of a row that a lane holds: the smallest group that lanes turn. */
export const heldQuads = 8;
/** Lanes that hold the largest: a quad of a subgroup. */
const heldLanes = 4;

/** Constants that part/turn_group and its kernels read. */
export function turningConstants(format: FormatId, { width, prefix = width }: RowShape) {
  const { size, count } = groupsOf(format, width);
  return { GROUP: size, GROUPS: count, PREFIX: prefix };
}

type Quads = Pick<Knobs, 'family' | 'groupLanes' | 'reduction' | 'subgroups'>;

/**
 * Whether the workgroups that reduce a row are quads of a subgroup, which swap what they hold and never wait. Where one
 * has more than four lanes nobody says which of them are neighbours.
 */
export const swapsInQuads = (knobs: Quads): boolean =>
  knobs.reduction === 'subgroup' && groupLanes(knobs) === heldLanes;

/** Columns of the spans of the first `turned`, if lanes can hold them: all alike, but for what the last leaves. */
function heldSpan(format: FormatId, { width, prefix }: RowShape, turned: number) {
  const spans = spansOf(format, width, prefix).filter(({ from }) => from < turned);
  const size = spans[0]?.width ?? 0;
  const fits = (span: Span) =>
    span.width >= heldQuads * 4 &&
    Number.isInteger(Math.log2(span.width)) &&
    span.width === Math.min(size, turned - span.from);
  return spans.every(fits) ? size : undefined;
}

/** What a kernel is given to turn the first `turned` columns of rows that its lanes hold; undefined where they cannot. */
export function heldTurning(
  knobs: Quads,
  turn: Turn,
  format: FormatId,
  row: RowShape,
  turned: number,
) {
  const span = swapsInQuads(knobs) ? heldSpan(format, row, turned) : undefined;
  if (span === undefined) return undefined;
  return {
    slots: { turn: `turn/${turn}_held`, ...subgroupsSlot(knobs) },
    constants: { SPAN: span, HELD_QUADS: heldQuads },
  };
}

/** The kernel that turns the first `turned` columns of rows, and the workgroups that it takes for a row's head. */
export function turningKernel(
  knobs: Knobs,
  turn: Turn,
  format: FormatId,
  row: RowShape,
  turned: number,
) {
  const held = heldTurning(knobs, turn, format, row, turned);
  if (held) {
    const blocks = Math.ceil(turned / (heldLanes * heldQuads * 4));
    return {
      kernel: 'spread_register',
      slots: held.slots,
      constants: { ...held.constants, QUADS: quads(turned), BLOCKS: blocks, LANES: heldLanes },
      groups: blocks,
    } as const;
  }
  const groups = Math.ceil(turned / groupsOf(format, row.width).size);
  return {
    kernel: 'spread',
    slots: { turn: `turn/${turn}` },
    constants: {
      ...turningConstants(format, row),
      LANES: groupLanes(knobs),
      GROUPS: groups,
      WIDTH: turned,
    },
    groups,
  } as const;
}
