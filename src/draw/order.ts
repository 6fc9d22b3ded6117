// The order of what stands in a row, from left to right, so that few lines cross.

import type { Item, Node } from './rows';

/** Pairs of places, in a row and the next, that a line joins. */
type Links = readonly (readonly [upper: number, lower: number])[];

/** How often the order of the rows is gone through, down and up. */
const sweeps = 12;

/** Lines between two rows that follow each other. */
export function linksBetween(
  nodes: readonly Node[],
  upper: readonly Item[],
  lower: readonly Item[],
): Links {
  return lower.flatMap(({ node, passing }, below) => {
    const sources = passing ? [node] : (nodes[node]?.from ?? []);
    return sources.flatMap((source) => {
      const above = upper.findIndex((item) => item.node === source);
      return above < 0 ? [] : [[above, below] as const];
    });
  });
}

function crossingsOf(links: Links): number {
  let count = 0;
  for (const [i, [a, b]] of links.entries()) {
    for (const [c, d] of links.slice(i + 1)) if ((a - c) * (b - d) < 0) count += 1;
  }
  return count;
}

/** How many pairs of lines cross in all rows. */
export function crossings(nodes: readonly Node[], rows: readonly (readonly Item[])[]): number {
  let count = 0;
  for (const [i, lower] of rows.entries()) {
    if (i > 0) count += crossingsOf(linksBetween(nodes, rows[i - 1] ?? [], lower));
  }
  return count;
}

/** A row sorted by where the neighbours of its items stand on average; those without keep their place. */
function byNeighbours(
  row: readonly Item[],
  links: readonly (readonly [mine: number, theirs: number])[],
) {
  const wanted = row.map((item, i) => {
    const theirs = links.filter(([mine]) => mine === i).map(([, place]) => place);
    const mean = theirs.reduce((sum, place) => sum + place, 0) / theirs.length;
    return { item, place: theirs.length > 0 ? mean : i };
  });
  return wanted.toSorted((a, b) => a.place - b.place).map(({ item }) => item);
}

/** Swaps neighbours while that takes crossings away. */
function swapped(nodes: readonly Node[], rows: readonly Item[][]): Item[][] {
  const best = rows.map((row) => [...row]);
  /** Of the lines that end or begin in a row. */
  const about = (r: number, row: readonly Item[]) =>
    crossingsOf(linksBetween(nodes, best[r - 1] ?? [], row)) +
    crossingsOf(linksBetween(nodes, row, best[r + 1] ?? []));
  for (let better = crossings(nodes, best) > 0; better;) {
    better = false;
    for (const r of best.keys()) {
      for (let i = 0; i + 1 < (best[r]?.length ?? 0); i++) {
        const row = best[r] ?? [];
        const [a, b] = [row[i], row[i + 1]];
        if (!a || !b) continue;
        const other = [...row.slice(0, i), b, a, ...row.slice(i + 2)];
        if (about(r, other) >= about(r, row)) continue;
        best[r] = other;
        better = true;
      }
    }
  }
  return best;
}

/** The rows in an order with few crossings: the same for the same rows. */
export function ordered(nodes: readonly Node[], rows: readonly Item[][]): Item[][] {
  let best = swapped(nodes, rows);
  let least = crossings(nodes, best);
  let current = rows.map((row) => [...row]);
  for (let sweep = 0; sweep < sweeps && least > 0; sweep++) {
    const down = sweep % 2 === 0;
    const order = [...current.keys()];
    for (const r of down ? order : order.toReversed()) {
      const row = current[r] ?? [];
      const near = current[down ? r - 1 : r + 1];
      if (!near) continue;
      const links = down ? linksBetween(nodes, near, row) : linksBetween(nodes, row, near);
      current[r] = byNeighbours(
        row,
        links.map(([upper, lower]) => (down ? [lower, upper] : [upper, lower])),
      );
    }
    const tried = swapped(nodes, current);
    const count = crossings(nodes, tried);
    if (count < least) [best, least] = [tried, count];
    current = tried;
  }
  return best;
}
