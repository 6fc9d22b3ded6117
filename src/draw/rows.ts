// Which row of a picture each step stands in: after all that it reads, and no more of them in a row than have room.

import type { Diagram } from './diagram';

/** A step with the boxes that it makes; or a box that is there before the first step. */
export interface Node {
  readonly step: number | null;
  /** Ids, from top to bottom. */
  readonly boxes: readonly string[];
  /** Nodes whose boxes it reads, by their place in the list; ascending, each once. */
  readonly from: readonly number[];
  /** Whether it makes a row of the cache. */
  readonly caches: boolean;
}

/** What stands in a row: a node, or the line of a node's boxes on its way down to those that read them. */
export interface Item {
  readonly node: number;
  readonly passing: boolean;
}

export function nodesOf({ boxes, steps }: Diagram): readonly Node[] {
  const early = boxes.filter(({ step }) => step === null);
  const places = new Map(early.map(({ id }, i) => [id, i]));
  for (const { makes, index } of steps) {
    for (const id of makes) places.set(id, early.length + index);
  }
  const cached = new Set(boxes.flatMap(({ id, kind }) => (kind === 'cached' ? [id] : [])));
  return [
    ...early.map(({ id }) => ({ step: null, boxes: [id], from: [], caches: cached.has(id) })),
    ...steps.map(({ index, makes, reads }) => ({
      step: index,
      boxes: makes,
      from: [...new Set(reads.flatMap(({ from }) => places.get(from) ?? []))].toSorted(
        (a, b) => a - b,
      ),
      caches: makes.some((id) => cached.has(id)),
    })),
  ];
}

/** Whether so many nodes and passing lines have room beside each other. */
export type Fits = (nodes: number, passing: number) => boolean;

/** The nodes that read each node's boxes. */
export function readersOf(nodes: readonly Node[]): readonly (readonly number[])[] {
  const readers: number[][] = nodes.map(() => []);
  for (const [place, { from }] of nodes.entries()) for (const i of from) readers[i]?.push(place);
  return readers;
}

/** How many steps lead to each node at most. */
function depthsOf(nodes: readonly Node[]): readonly number[] {
  const depths: number[] = [];
  for (const { from } of nodes) depths.push(1 + Math.max(-1, ...from.map((i) => depths[i] ?? 0)));
  return depths;
}

/** Rows from the last one up, each as full as there is room: what is read late then stands late. */
function fromBelow(nodes: readonly Node[], fits: Fits): number[] {
  const readers = readersOf(nodes);
  const depths = depthsOf(nodes);
  /** Rows below the last one are negative, for now. */
  const rows = new Map<number, number>();
  for (let row = 0; rows.size < nodes.length; row--) {
    const waiting = [...nodes.keys()].filter((i) => !rows.has(i));
    const ready = waiting
      .filter((i) => readers[i]?.every((reader) => rows.has(reader)))
      .toSorted((a, b) => (depths[b] ?? 0) - (depths[a] ?? 0) || b - a);
    const open = waiting.filter((i) => readers[i]?.some((reader) => rows.has(reader)));
    const chosen: number[] = [];
    for (const i of ready) {
      const passing = open.filter((other) => other !== i && !chosen.includes(other)).length;
      if (chosen.length === 0 || fits(chosen.length + 1, passing)) chosen.push(i);
    }
    for (const i of chosen) rows.set(i, row);
  }
  const first = Math.min(...rows.values());
  return nodes.map((_, i) => (rows.get(i) ?? 0) - first);
}

/** Nodes and passing lines in each row. */
function crowds(nodes: readonly Node[], rows: readonly number[]) {
  const count = Math.max(0, ...rows) + 1;
  const readers = readersOf(nodes);
  return Array.from({ length: count }, (_, row) => {
    const passing = [...nodes.keys()].filter((i) => {
      const last = Math.max(-1, ...(readers[i] ?? []).map((reader) => rows[reader] ?? 0));
      return (rows[i] ?? 0) < row && row < last;
    });
    return { nodes: rows.filter((each) => each === row).length, passing: passing.length };
  });
}

/**
 * The row of each node, from 0 on. Steps stand as early as they can; what is cached stands as late as the part of it
 * that is read first, side by side.
 */
export function rowsOf(nodes: readonly Node[], fits: Fits): readonly number[] {
  const rows = fromBelow(nodes, fits);
  const cached = Math.min(...rows.filter((_, i) => nodes[i]?.caches));
  for (const [i, { from, caches }] of nodes.entries()) {
    const late = rows[i] ?? 0;
    const earliest = Math.max(caches ? cached : 0, ...from.map((j) => 1 + (rows[j] ?? 0)));
    for (let row = earliest; row < late; row++) {
      rows[i] = row;
      if (crowds(nodes, rows).every((each) => fits(each.nodes, each.passing))) break;
      rows[i] = late;
    }
  }
  const used = [...new Set(rows)].toSorted((a, b) => a - b);
  return rows.map((row) => used.indexOf(row));
}

/** What stands in each row, in the order of the plan. */
export function itemsOf(nodes: readonly Node[], rows: readonly number[]): readonly Item[][] {
  const readers = readersOf(nodes);
  const items: Item[][] = Array.from({ length: Math.max(0, ...rows) + 1 }, () => []);
  for (const i of nodes.keys()) {
    const own = rows[i] ?? 0;
    const last = Math.max(own, ...(readers[i] ?? []).map((reader) => rows[reader] ?? 0));
    items[own]?.push({ node: i, passing: false });
    for (let row = own + 1; row < last; row++) items[row]?.push({ node: i, passing: true });
  }
  return items;
}
