// Geometry of squares on their way: which runs of which block slide where, and where they are at a time.
//
// Squares keep their order, so the first ones of a block become the first ones of the next. Those that are dropped
// slide into the rows that stay and fade; those that are added come out of them. What is seen, squares times opacity,
// therefore goes from the old count to the new one and never beyond either.

import type { StripPart } from './strip';

/** A part of a block, and its SVG fill. */
export interface FilledPart extends StripPart {
  readonly fill: string;
}

/** Where a block is drawn, in pixels: its top left, and the side of one of its squares. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

interface Spot {
  /** In squares from the top left of the block. */
  readonly x: number;
  readonly y: number;
  readonly opacity: number;
}

/** Squares side by side in one row. */
export interface Run extends Spot {
  readonly squares: number;
  readonly fill: string;
}

/** A run on its way, both ends in the block that it slides to. */
export interface Move {
  readonly squares: number;
  readonly fill: string;
  readonly from: Spot;
  readonly to: Spot;
}

export interface Block {
  /** Key of its entry. */
  readonly key: string;
  readonly place: Place;
  /** In the order of its squares. */
  readonly runs: readonly Run[];
  /** Whether it was still sliding. */
  readonly isMoving: boolean;
}

/** What slides into a block, or out of one that is gone. */
export interface Slide {
  readonly key: string;
  /** Of the block that it slides to. */
  readonly place: Place;
  readonly isGone: boolean;
  readonly moves: readonly Move[];
}

/** The squares of a block as `squaresPath` lays them, at most one run for each row of each part. */
export function runsOf(
  parts: readonly FilledPart[],
  perSquare: number,
  columns: number,
): readonly Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const { size, fill } of parts) {
    const end = at + size / perSquare;
    while (at < end) {
      const y = Math.floor(at / columns);
      const stop = Math.min(end, (y + 1) * columns);
      runs.push({ x: at - y * columns, y, squares: stop - at, fill, opacity: 1 });
      at = stop;
    }
  }
  return runs;
}

/** Squares seen: a faint square counts for as much as is seen of it. */
export const seenSquares = (runs: readonly Run[]): number =>
  runs.reduce((sum, { squares, opacity }) => sum + squares * opacity, 0);

const lastRow = (runs: readonly Run[]): number => Math.max(0, ...runs.map(({ y }) => y));

/** What is left of a run beyond its first squares. */
const beyond = (run: Run, squares: number): Run => ({
  ...run,
  x: run.x + squares,
  squares: run.squares - squares,
});

/** From a block into another, whose squares the first lies `away` from. */
function movesOf(
  from: readonly Run[],
  to: readonly Run[],
  away: { readonly x: number; readonly y: number },
): readonly Move[] {
  const kept: Move[] = [];
  const left = [...from];
  const wanted = [...to];
  let a = left.shift();
  let b = wanted.shift();
  while (a && b) {
    const squares = Math.min(a.squares, b.squares);
    kept.push({
      squares,
      fill: b.fill,
      from: { x: a.x + away.x, y: a.y + away.y, opacity: a.opacity },
      to: { x: b.x, y: b.y, opacity: b.opacity },
    });
    // Elements are whole and squares hold a power of two of them, so nothing is lost to rounding.
    a = a.squares > squares ? beyond(a, squares) : left.shift();
    b = b.squares > squares ? beyond(b, squares) : wanted.shift();
  }
  const lowest = lastRow(to);
  const dropped = (a ? [a, ...left] : []).map(({ x, y, opacity, squares, fill }): Move => ({
    squares,
    fill,
    from: { x: x + away.x, y: y + away.y, opacity },
    to: { x, y: Math.min(y, lowest), opacity: 0 },
  }));
  const highest = lastRow(from);
  const added = (b ? [b, ...wanted] : []).map(({ x, y, opacity, squares, fill }): Move => ({
    squares,
    fill,
    from: { x: x + away.x, y: Math.min(y, highest) + away.y, opacity: 0 },
    to: { x, y, opacity },
  }));
  return [...kept, ...added, ...dropped];
}

const isSame = (a: readonly Run[], b: readonly Run[]): boolean =>
  a.length === b.length &&
  a.every((run, i) => {
    const other = b[i];
    return other && run.squares === other.squares && run.fill === other.fill;
  });

const largest = (blocks: readonly Block[]): Block | undefined =>
  blocks.reduce<Block | undefined>(
    (most, block) => (!most || seenSquares(block.runs) > seenSquares(most.runs) ? block : most),
    undefined,
  );

const awayFrom = (to: Place, from: Place) => ({
  x: (from.x - to.x) / to.side,
  y: (from.y - to.y) / to.side,
});

/**
 * What slides when these blocks become those. A block that is new comes out of the largest that stays, and one that is
 * gone goes into it; one that holds what it held does not move, wherever its receipt now stands.
 */
export function slidesOf(before: readonly Block[], after: readonly Block[]): readonly Slide[] {
  const held = new Map(before.map((block) => [block.key, block]));
  const staying = largest(after.filter(({ key }) => held.has(key)));
  const into = after.flatMap(({ key, place, runs }): Slide[] => {
    const old = held.get(key);
    if (old ? !old.isMoving && isSame(old.runs, runs) : runs.length === 0) return [];
    const source = old ?? staying;
    const away = source ? awayFrom(place, source.place) : { x: 0, y: 0 };
    return [{ key, place, isGone: false, moves: movesOf(source?.runs ?? [], runs, away) }];
  });
  const out = before
    .filter(({ key, runs }) => runs.length > 0 && after.every((block) => block.key !== key))
    .map(({ key, place, runs }): Slide => {
      const to = staying?.place ?? place;
      return { key, place: to, isGone: true, moves: movesOf(runs, [], awayFrom(to, place)) };
    });
  return [...into, ...out];
}

/** Fast first, slow at the end. */
export const easedOut = (part: number): number => 1 - (1 - part) ** 3;

/** Exactly `from` at 0 and exactly `to` at 1. */
const between = (from: number, to: number, part: number): number => from * (1 - part) + to * part;

/** The run of a move when this part of its way lies behind it. */
export const runAt = ({ squares, fill, from, to }: Move, part: number): Run => ({
  squares,
  fill,
  x: between(from.x, to.x, part),
  y: between(from.y, to.y, part),
  opacity: between(from.opacity, to.opacity, part),
});
