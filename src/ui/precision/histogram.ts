// Where the histograms of precision stand: rows above each other on one axis, each a line of steps.

import { binsPerDecade, type Distribution } from '../../precision/distribution';
import type { DrawnRow, PrecisionDrawn, Stored } from '../../state/precisionDrawn';

/** Room for names of rows, headings of groups, and the axis; pixels. */
export const room = { left: 56, right: 14, heading: 36, axis: 44, above: 10 } as const;

export interface PlacedRow {
  readonly row: DrawnRow;
  /** Of its line of zero. */
  readonly base: number;
  /** From there to the fullest bin of its group. */
  readonly height: number;
}

export interface PlacedGroup {
  readonly of: Stored;
  /** Of its heading's line of text. */
  readonly heading: number;
  readonly rows: readonly PlacedRow[];
}

/** Groups from above to below, all rows of one height, filling `height` but for the axis. */
export function placedGroups(rows: readonly DrawnRow[], height: number): PlacedGroup[] {
  const groups = [...new Set(rows.map((row) => row.of))];
  const rowHeight = Math.floor(
    (height - room.axis - groups.length * room.heading) / Math.max(1, rows.length),
  );
  let y = 0;
  return groups.map((of) => {
    const heading = y + 24;
    y += room.heading;
    return {
      of,
      heading,
      rows: rows
        .filter((row) => row.of === of)
        .map((row) => {
          y += rowHeight;
          return { row, base: y, height: rowHeight - room.above };
        }),
    };
  });
}

/** From a power of ten to its place; what is below the axis stands at its beginning. */
export function xScale({ low, high }: PrecisionDrawn['axis'], width: number) {
  const pixels = (width - room.left - room.right) / (high - low);
  return (power: number): number => room.left + (Math.max(power, low) - low) * pixels;
}

/** Elements of the bins that the axis has, the first with all that is smaller: [bin from the axis' beginning on]. */
export function shownCounts(
  { first, counts }: Distribution,
  { low, high }: PrecisionDrawn['axis'],
): number[] {
  const bins = Array.from({ length: (high - low) * binsPerDecade }, () => 0);
  for (const [i, count] of counts.entries()) {
    const at = Math.max(0, first + i - low * binsPerDecade);
    bins[at] = (bins[at] ?? 0) + count;
  }
  return bins;
}

/** A line of steps around a row's bins, from the first that holds anything to the last. */
export function stepPath(
  counts: readonly number[],
  { low }: PrecisionDrawn['axis'],
  x: (power: number) => number,
  y: (count: number) => number,
): string {
  const from = counts.findIndex((count) => count > 0);
  if (from < 0) return '';
  const to = counts.findLastIndex((count) => count > 0);
  const at = (bin: number) => x(low + bin / binsPerDecade).toFixed(1);
  let path = `M${at(from)},${y(0).toFixed(1)}`;
  for (let bin = from; bin <= to; bin++) {
    path += `V${y(counts[bin] ?? 0).toFixed(1)}H${at(bin + 1)}`;
  }
  return `${path}V${y(0).toFixed(1)}`;
}

/** Where the mark of a histogram stands: at its median, on its step; null where no difference has a place. */
export function medianPlace(
  { median }: Distribution,
  counts: readonly number[],
  { low }: PrecisionDrawn['axis'],
): { readonly power: number; readonly count: number } | null {
  if (median <= 0) return null;
  const power = Math.log10(median);
  const bin = Math.max(0, Math.floor((power - low) * binsPerDecade));
  return { power, count: counts[bin] ?? 0 };
}
