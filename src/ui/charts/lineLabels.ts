// Where the names of level lines stand so that none covers another name, or is crossed by another line.

import { ascent, descent, labelWidth, overlap, within, type Box } from './labelBox';

export interface NamedLine {
  readonly text: string;
  /** Of the line across the plot, pixels downwards. */
  readonly height: number;
  /** Whether it may be left out where there is no room for it or its name. */
  readonly optional: boolean;
}

export interface LineLabel {
  /** Of the text's end that `anchor` names, on its baseline, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

/** From the plot's edge to a name, and from a line to the baseline of a name over it or under it. */
const inset = 5;
const over = -5;
const under = 14;

/** Lines closer than this, in pixels, would be taken for one. */
const crowded = 6;

/** What a name takes, at most the width of the plot. */
export const boxOf = ({ x, y, anchor }: LineLabel, text: string, plot: Box): Box => {
  const width = Math.min(labelWidth(text), plot.right - plot.left - 2 * inset);
  return {
    left: anchor === 'start' ? x : x - width,
    right: anchor === 'start' ? x + width : x,
    top: y - ascent,
    bottom: y + descent,
  };
};

/** Beside a line down the plot, at its foot, where lines that rise leave room. */
export const footLabel = (at: number, text: string, { left, right, bottom }: Box): LineLabel => {
  const width = labelWidth(text) + inset;
  const onRight = at + width <= right || at - width < left;
  return {
    x: onRight ? at + inset : at - inset,
    y: bottom - 8,
    anchor: onRight ? 'start' : 'end',
  };
};

/** Every place of a name, the best first: where a reader looks for it, then at the other end of its line. */
const placesOf = (height: number, { left, right }: Box): readonly LineLabel[] => [
  { x: left + inset, y: height + over, anchor: 'start' },
  { x: left + inset, y: height + under, anchor: 'start' },
  { x: right - inset, y: height + over, anchor: 'end' },
  { x: right - inset, y: height + under, anchor: 'end' },
];

/**
 * A place for the name of each line; null for an optional line that is left out. Lines that must be there choose first,
 * in the order given; where nothing is free for the name of one of those, it keeps its usual place.
 */
export function lineLabels(
  lines: readonly NamedLine[],
  plot: Box,
  /** Where something else is written. */
  taken: readonly Box[] = [],
): readonly (LineLabel | null)[] {
  const drawn = lines.filter(({ optional }) => !optional);
  const names = [...taken];
  const found = new Map<NamedLine, LineLabel>();
  const strokeOf = ({ height }: NamedLine): Box => ({
    left: plot.left,
    right: plot.right,
    top: height - 1,
    bottom: height + 1,
  });
  for (const line of [...drawn, ...lines.filter(({ optional }) => optional)]) {
    const others = drawn.filter((other) => other !== line);
    const isLost =
      others.some(({ height }) => Math.abs(height - line.height) < crowded) ||
      names.some((name) => overlap(name, strokeOf(line)));
    if (line.optional && isLost) continue;
    const places = placesOf(line.height, plot);
    const clearOf = (boxes: readonly Box[]) =>
      places.find((place) => {
        const box = boxOf(place, line.text, plot);
        return within(box, plot) && !boxes.some((other) => overlap(box, other));
      });
    const clear = clearOf([...names, ...others.map(strokeOf)]);
    const place = line.optional ? clear : (clear ?? clearOf(names) ?? places[0]);
    if (!place) continue;
    found.set(line, place);
    names.push(boxOf(place, line.text, plot));
    if (line.optional) drawn.push(line);
  }
  return lines.map((line) => found.get(line) ?? null);
}
