// Cuts a step that would keep the device too long into parts of about equal traffic.

import { cutGrid, isEmpty, movedBytes, type Dispatch, type Grid, type StepSizes } from './dispatch';

/** What is submitted at once: whole dispatches, or a piece of a single one. */
export interface Part {
  /** First workgroup of the grids. */
  readonly origin: Grid;
  /** Which dispatches of the schedule, in their order, with how many workgroups. */
  readonly pieces: readonly { readonly index: number; readonly grid: Grid }[];
}

/**
 * A dispatch is cut into as many pieces as its share of the bytes has of `count`, along the longest side of its
 * grid. Dispatches that need no cut go together as long as they move less than one part should: a submit costs
 * more than a short dispatch takes.
 */
export function cutStep(
  dispatches: readonly Dispatch[],
  sizes: StepSizes,
  count: number,
): readonly Part[] {
  const bytes = dispatches.map((dispatch) => movedBytes([dispatch], sizes));
  const bytesPerPart = bytes.reduce((sum, each) => sum + each, 0) / count;
  const parts: Part[] = [];
  let light: { index: number; grid: Grid }[] = [];
  let lightBytes = 0;
  const flush = () => {
    if (light.length > 0) parts.push({ origin: [0, 0, 0], pieces: light });
    light = [];
    lightBytes = 0;
  };
  for (const [index, dispatch] of dispatches.entries()) {
    const ownBytes = bytes[index] ?? 0;
    const grid = dispatch.grid(sizes);
    if (isEmpty(grid)) continue;
    if (lightBytes + ownBytes > bytesPerPart) flush();
    if (ownBytes <= bytesPerPart) {
      light.push({ index, grid });
      lightBytes += ownBytes;
      continue;
    }
    for (const piece of cutGrid(grid, Math.ceil(ownBytes / bytesPerPart))) {
      parts.push({ origin: piece.origin, pieces: [{ index, grid: piece.grid }] });
    }
  }
  flush();
  return parts;
}

/** The largest share of a step's bytes that one workgroup moves: however often the step is cut, a part is no smaller. */
export function leastPartShare(dispatches: readonly Dispatch[], sizes: StepSizes): number {
  const moved = dispatches
    .map((dispatch) => ({ bytes: movedBytes([dispatch], sizes), grid: dispatch.grid(sizes) }))
    .filter(({ grid }) => !isEmpty(grid));
  const all = moved.reduce((sum, { bytes }) => sum + bytes, 0);
  return Math.max(0, ...moved.map(({ bytes, grid }) => bytes / Math.max(...grid) / all));
}
