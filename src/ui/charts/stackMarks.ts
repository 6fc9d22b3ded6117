// Where marks and their labels go so that none hides another: at their places, or hung below them.

import { ascent, descent, overlap, within, type Box } from './labelBox';

export interface LabelledMark {
  readonly x: number;
  readonly y: number;
  /** Of the label, in pixels. */
  readonly labelWidth: number;
}

export interface PlacedMark {
  /** Pixels from its true place, downwards: above it a mark would seem to be over its roof. */
  readonly drop: number;
  /** The side of the mark on which its label stands. */
  readonly side: 'left' | 'right';
  /** Of the label, in pixels from the mark's centre downwards. */
  readonly baseline: number;
}

/** From a mark's centre to the edge of what is kept free around it, and to its label. */
const radius = 8;
export const labelGap = 9;
const step = 4;

/** Under the line that a mark stands on, over it, or beside a mark that hangs below its line. */
const baselines = { under: 15, over: -7, beside: 4 } as const;

const markBox = ({ x, y }: LabelledMark, { drop }: PlacedMark): Box => ({
  left: x - radius,
  right: x + radius,
  top: y + drop - radius,
  bottom: y + drop + radius,
});

function labelBox({ x, y, labelWidth }: LabelledMark, { drop, side, baseline }: PlacedMark): Box {
  const near = side === 'right' ? x + labelGap : x - labelGap;
  const far = side === 'right' ? near + labelWidth : near - labelWidth;
  return {
    left: Math.min(near, far),
    right: Math.max(near, far),
    top: y + drop + baseline - ascent,
    bottom: y + drop + baseline + descent,
  };
}

/** What a mark and its label take at their place. */
export const boxesOf = (mark: LabelledMark, place: PlacedMark): readonly Box[] => [
  markBox(mark, place),
  labelBox(mark, place),
];

/** From the true place to the mark that hangs below it. */
const stemBox = ({ x, y }: LabelledMark, { drop }: PlacedMark): Box => ({
  left: x - 2,
  right: x + 2,
  top: y,
  bottom: y + drop,
});

/**
 * Every place of a mark, the best first: its own, with the label where a rising line leaves room for it, and then those
 * below.
 */
function* places(height: number): Generator<PlacedMark> {
  const { under, over, beside } = baselines;
  yield { drop: 0, side: 'right', baseline: under };
  yield { drop: 0, side: 'left', baseline: over };
  yield { drop: 0, side: 'left', baseline: under };
  yield { drop: 0, side: 'right', baseline: over };
  for (let drop = 2 * radius; drop <= height; drop += step) {
    yield { drop, side: 'right', baseline: beside };
    yield { drop, side: 'left', baseline: beside };
  }
}

/**
 * A place for each of the marks, free of the others and of what is `taken`, and where there is one with its label off
 * the `lines`, which marks may stand on; its own where there is none. Those furthest to the right choose first: labels
 * stand on the right as a rule.
 */
export function stackMarks(
  marks: readonly LabelledMark[],
  plot: Box,
  taken: readonly Box[],
  lines: readonly Box[] = [],
): PlacedMark[] {
  const boxes = [...taken];
  const placed = new Map<LabelledMark, PlacedMark>();
  for (const mark of marks.toSorted((a, b) => b.x - a.x)) {
    const isFree = (place: PlacedMark) =>
      boxesOf(mark, place).every(
        (box) => within(box, plot) && !boxes.some((other) => overlap(box, other)),
      );
    const free = [...places(plot.bottom - plot.top)].filter(isFree);
    const found = free.find((place) => {
      const label = labelBox(mark, place);
      return !lines.some((line) => overlap(label, line));
    }) ??
      free[0] ?? { drop: 0, side: 'right', baseline: baselines.under };
    boxes.push(...boxesOf(mark, found), stemBox(mark, found));
    placed.set(mark, found);
  }
  return marks.flatMap((mark) => placed.get(mark) ?? []);
}
