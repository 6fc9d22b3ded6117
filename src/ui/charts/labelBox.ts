// The room that a label takes on a chart, and whether two of them are in each other's way.

/** Pixels, y downwards. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export const within = (box: Box, plot: Box): boolean =>
  box.left >= plot.left &&
  box.right <= plot.right &&
  box.top >= plot.top &&
  box.bottom <= plot.bottom;

/** What a label takes above and below its baseline, in pixels. */
export const ascent = 12;
export const descent = 4;

const letterWidth = (letter: string): number => {
  if (letter >= '\u2e80') return 14;
  if (/[MQW@]/.test(letter)) return 12;
  return /[A-Z]/.test(letter) ? 10 : 7;
};

/** Pixels that a label takes at most, without measuring it: a capital is wider than a digit, a Chinese letter than both. */
export const labelWidth = (text: string): number =>
  Array.from(text).reduce((width, letter) => width + letterWidth(letter), 0);
