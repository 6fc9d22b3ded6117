// One scale for several diagrams: how many elements a square of the paper stands for.

import type { Diagram } from './diagram';

/** Elements of one token in each square: the least power of two at which no box has more than `mostSquares`. */
export function elementsPerSquare(diagrams: readonly Diagram[], mostSquares: number): number {
  const largest = Math.max(
    1,
    ...diagrams.flatMap(({ boxes }) => boxes.map(({ elements }) => elements)),
  );
  return 2 ** Math.max(0, Math.ceil(Math.log2(largest / mostSquares)));
}

/** Rows of squares, each as wide as the columns. */
export interface Squares {
  readonly columns: number;
  readonly rows: number;
  /** Squares in all; the last one may be a part of one. */
  readonly count: number;
}

export function squaresOf(elements: number, perSquare: number, columns: number): Squares {
  const count = elements / perSquare;
  return { columns, rows: Math.max(1, Math.ceil(count / columns)), count };
}

/** The outline of the squares as an SVG path from the origin on; `side` is that of a square in pixels. */
export function squaresPath({ columns, count }: Squares, side: number): string {
  const fullRows = Math.floor(count / columns);
  const rest = (count - fullRows * columns) * side;
  const right = columns * side;
  const bottom = fullRows * side;
  if (fullRows === 0) return `M0,0H${rest}V${side}H0Z`;
  if (rest === 0) return `M0,0H${right}V${bottom}H0Z`;
  return `M0,0H${right}V${bottom}H${rest}V${bottom + side}H0Z`;
}
