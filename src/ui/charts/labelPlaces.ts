// Where labels beside marks fit without covering a mark or another label: as many as fit, in the order given.

import { overlap, type Box } from './labelBox';

export interface LabelledMark {
  readonly text: string;
  /** Middle of the mark, and its radius, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface LabelPlace {
  /** Of the text's end that `anchor` names, on its baseline, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Of a wide letter, and of a line above and below its baseline, in pixels, at 13 px. */
export const letter = 7.6;
const ascent = 11;
const descent = 4;
const gap = 3;

/** The share of a text that lies left of its anchor. */
export const before = { start: 0, middle: 0.5, end: 1 } as const;

const markBox = ({ x, y, radius }: LabelledMark): Box => ({
  left: x - radius - 1,
  right: x + radius + 1,
  top: y - radius - 1,
  bottom: y + radius + 1,
});

/** One for each mark; null where there is no room for it. */
export function labelPlaces(
  marks: readonly LabelledMark[],
  plot: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): readonly (LabelPlace | null)[] {
  const taken = marks.map(markBox);
  return marks.map(({ text, x, y, radius }) => {
    const width = text.length * letter;
    // Large marks have corners that reach beyond their radius.
    const away = 1.25 * radius + gap;
    const candidates: LabelPlace[] = [
      { x: x + away, y: y + 4, anchor: 'start' },
      { x: x - away, y: y + 4, anchor: 'end' },
      { x, y: y - away - descent, anchor: 'middle' },
      { x, y: y + away + ascent, anchor: 'middle' },
    ];
    for (const place of candidates) {
      const box: Box = {
        left: place.x - width * before[place.anchor],
        right: place.x + width * (1 - before[place.anchor]),
        top: place.y - ascent,
        bottom: place.y + descent,
      };
      const inside =
        box.left >= plot.x &&
        box.right <= plot.x + plot.width &&
        box.top >= plot.y &&
        box.bottom <= plot.y + plot.height;
      if (!inside || taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      return place;
    }
    return null;
  });
}
