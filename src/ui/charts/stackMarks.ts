// Where marks and their labels go so that none hides another: at their places, or hung below or above them.

/** Pixels, y downwards. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface LabelledMark {
  readonly x: number;
  readonly y: number;
  /** Of the label, in pixels. */
  readonly labelWidth: number;
}

export interface PlacedMark {
  /** Pixels from its true place, downwards. */
  readonly drop: number;
  /** The side of the mark on which its label stands. */
  readonly side: 'left' | 'right';
}

/** From a mark's centre to the edge of what is kept free around it, and to its label. */
const radius = 8;
export const labelGap = 9;
/** How far below the mark's centre its label's baseline is: beneath the line that the mark stands on. */
export const labelBaseline = 15;
const labelBottom = 19;
const step = 4;

function boxOf({ x, y, labelWidth }: LabelledMark, { drop, side }: PlacedMark): Box {
  const reach = labelGap + labelWidth;
  return {
    left: x - (side === 'left' ? reach : radius),
    right: x + (side === 'right' ? reach : radius),
    top: y + drop - radius,
    bottom: y + drop + labelBottom,
  };
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const within = (box: Box, plot: Box): boolean =>
  box.left >= plot.left &&
  box.right <= plot.right &&
  box.top >= plot.top &&
  box.bottom <= plot.bottom;

/** Every place along a mark's vertical, the nearest first and below before above. */
function* places(height: number): Generator<PlacedMark> {
  for (let off = 0; off <= height; off += step) {
    for (const drop of off === 0 ? [0] : [off, -off]) {
      yield { drop, side: 'right' };
      yield { drop, side: 'left' };
    }
  }
}

/** A place for each of the marks, free of those before it and of what is `taken`; its own where there is none. */
export function stackMarks(
  marks: readonly LabelledMark[],
  plot: Box,
  taken: readonly Box[],
): PlacedMark[] {
  const boxes = [...taken];
  return marks.map((mark) => {
    let found: PlacedMark = { drop: 0, side: 'right' };
    for (const place of places(plot.bottom - plot.top)) {
      const box = boxOf(mark, place);
      if (within(box, plot) && !boxes.some((other) => overlap(box, other))) {
        found = place;
        break;
      }
    }
    boxes.push(boxOf(mark, found));
    return found;
  });
}
