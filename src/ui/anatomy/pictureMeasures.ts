// How large the parts of the picture are, in pixels, and which lines their names take.

import type { Box, StepNode } from '../../draw/diagram';
import type { Measures } from '../../draw/layout';
import { squaresOf } from '../../draw/scale';
import { wrapText } from '../charts/save/wrapText';

/** Of a square of the paper's scale. */
export const squareSide = 4;
export const padding = 6;
export const nameSize = 12;
export const nameLine = 14;
export const shapeLine = 14;
export const stripHeight = 8;
/** From the shape to the squares, from these to the strip, and below it. */
export const space = 4;

const bareStep = 18;
const weightedStep = 32;

/** About as wide as the page's serif sets it: a name that is a little too wide is no harm, its box is wider. */
const widthOf = (text: string): number =>
  Array.from(text, (letter) => (letter > '\u2e80' ? nameSize : nameSize / 2)).reduce(
    (sum, own) => sum + own,
    0,
  );

export const nameLines = (name: string, boxWidth: number): string[] =>
  wrapText(name, boxWidth - 2 * padding, widthOf);

export const columnsIn = (boxWidth: number): number =>
  Math.floor((boxWidth - 2 * padding) / squareSide);

/** The part of a box from its upper side to its squares. */
export const headHeight = (lines: number): number => padding + lines * nameLine + shapeLine + space;

export const squaresHeight = ({ elements }: Box, perSquare: number, boxWidth: number): number =>
  squaresOf(elements, perSquare, columnsIn(boxWidth)).rows * squareSide;

export function measuresFor(
  width: number,
  perSquare: number,
  nameOf: (id: string) => string,
): Measures {
  return {
    width,
    leastBox: 98,
    mostBox: 148,
    gap: 12,
    passing: 8,
    channel: 28,
    stepHeight: ({ weights }: StepNode) => (weights.length > 0 ? weightedStep : bareStep),
    boxHeight: (box, boxWidth) =>
      headHeight(nameLines(nameOf(box.id), boxWidth).length) +
      squaresHeight(box, perSquare, boxWidth) +
      space +
      stripHeight +
      padding,
  };
}
