// Geometry of a cache row drawn on squared paper: fields one after another, filled row by row.

export interface StripPart {
  readonly id: string;
  /** In the unit of the scale: elements, or bytes. */
  readonly size: number;
}

/**
 * SVG path of the squares from `from` to `to`, counted in squares from the top left, `columns` in a row of `side`
 * pixels each; a part of a square is a part of its width.
 */
export function squaresPath(from: number, to: number, columns: number, side: number): string {
  let path = '';
  let at = from;
  while (at < to) {
    const row = Math.floor(at / columns);
    const end = Math.min(to, (row + 1) * columns);
    const left = (at - row * columns) * side;
    const right = (end - row * columns) * side;
    // Whole rows make one rectangle.
    const full = left === 0 && right === columns * side;
    const rows = full ? Math.max(1, Math.floor((to - at) / columns)) : 1;
    path += `M${left},${row * side}H${right}V${(row + rows) * side}H${left}Z`;
    at = full ? at + rows * columns : end;
  }
  return path;
}

/** The path of each part, laid end to end. */
export function stripPaths(
  parts: readonly StripPart[],
  perSquare: number,
  columns: number,
  side: number,
): { readonly id: string; readonly path: string }[] {
  let from = 0;
  return parts.map(({ id, size }) => {
    const to = from + size / perSquare;
    const path = squaresPath(from, to, columns, side);
    from = to;
    return { id, path };
  });
}
