// Where labels beside marks fit without covering a mark or another label: as many as fit, in the order given.

export interface LabelledMark {
  readonly text: string;
  /** Middle of the mark, and its radius, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface LabelPlace {
  /** Of the text's left end, on its baseline, in pixels. */
  readonly x: number;
  readonly y: number;
}

/** Of a letter, and of a line above and below its baseline, in pixels, at 13 px. */
const letter = 6.9;
const ascent = 11;
const descent = 4;
const gap = 5;

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

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
    const candidates: LabelPlace[] = [
      { x: x + radius + gap, y: y + 4 },
      { x: x - radius - gap - width, y: y + 4 },
      { x: x - width / 2, y: y - radius - gap - descent },
      { x: x - width / 2, y: y + radius + gap + ascent },
    ];
    for (const place of candidates) {
      const box: Box = {
        left: place.x,
        right: place.x + width,
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
