// Where what stands in a row stands across: in its order, apart, and near what it is joined to in the rows about it.

/** A row of items: how wide they are, and the least from the end of one to the beginning of the next. */
export interface RowWidths {
  readonly widths: readonly number[];
  readonly gap: number;
}

/**
 * Middles of the items, as near to those wanted as order and distance allow (least squares), within 0 to `width`. Sums
 * over blocks of neighbours that touch: isotonic regression by pooling adjacent violators.
 */
export function middles(
  { widths, gap }: RowWidths,
  wanted: readonly number[],
  width: number,
): readonly number[] {
  /** How far each middle is from the first one where all touch. */
  const offsets: number[] = [];
  let edge = 0;
  for (const own of widths) {
    offsets.push(edge + own / 2);
    edge += own + gap;
  }
  const room = Math.max(0, width - (edge - gap));
  const blocks: { sum: number; count: number }[] = [];
  for (const [i, offset] of offsets.entries()) {
    blocks.push({ sum: (wanted[i] ?? offset) - offset, count: 1 });
    for (;;) {
      const [last, before] = [blocks.at(-1), blocks.at(-2)];
      if (!last || !before || before.sum / before.count <= last.sum / last.count) break;
      blocks.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
    }
  }
  const starts = blocks.flatMap(({ sum, count }) =>
    Array.from({ length: count }, () => Math.min(Math.max(sum / count, 0), room)),
  );
  return offsets.map((offset, i) => offset + (starts[i] ?? 0));
}

/** How often rows are moved towards each other. */
const rounds = 8;

/** Middles of the items of all rows. `links`: between a row and the one above it, as places in both. */
export function columnsOf(
  rows: readonly RowWidths[],
  links: readonly (readonly (readonly [upper: number, lower: number])[])[],
  width: number,
): readonly (readonly number[])[] {
  let placed = rows.map((row) =>
    middles(
      row,
      row.widths.map(() => width / 2),
      width,
    ),
  );
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? [...rows.keys()] : [...rows.keys()].toReversed();
    for (const r of order) {
      const row = rows[r];
      if (!row) continue;
      const wanted = row.widths.map((_, i) => {
        const near = [
          ...(links[r] ?? []).flatMap(([upper, lower]) =>
            lower === i ? (placed[r - 1]?.[upper] ?? []) : [],
          ),
          ...(links[r + 1] ?? []).flatMap(([upper, lower]) =>
            upper === i ? (placed[r + 1]?.[lower] ?? []) : [],
          ),
        ];
        if (near.length === 0) return placed[r]?.[i] ?? width / 2;
        return near.reduce((sum, x) => sum + x, 0) / near.length;
      });
      placed = placed.with(r, middles(row, wanted, width));
    }
  }
  return placed;
}
