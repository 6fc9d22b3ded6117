// The blocks of squares as they are on the page: where the strips stand, and what of them is still sliding.

import type { Bill, SquareScale } from '../../state/bills';
import { runAt, runsOf, type Block, type Place, type Slide } from './slide';
import { columns, fillOf, side } from './stripPaper';

export interface Shown {
  readonly bills: readonly Bill[];
  readonly scale: SquareScale;
}

/** What slides, and how much of its way lies behind it, from 0 to 1. */
export interface Motion {
  readonly slides: readonly Slide[];
  readonly part: number;
}

/** Where each strip is drawn, from the top left of what the row scrolls. */
function placesIn(row: HTMLElement): ReadonlyMap<string, Place> {
  const origin = row.getBoundingClientRect();
  const places = new Map<string, Place>();
  for (const receipt of row.querySelectorAll<HTMLElement>('[data-entry]')) {
    const box = receipt.querySelector('.cache-strip')?.getBoundingClientRect();
    if (!box) continue;
    places.set(receipt.dataset['entry'] ?? '', {
      // As browsers draw an SVG in a page: on whole pixels.
      x: Math.round(box.left) - Math.round(origin.left) + row.scrollLeft,
      y: Math.round(box.top) - Math.round(origin.top) + row.scrollTop,
      side: (box.width / (columns * side + 1)) * side,
    });
  }
  return places;
}

/** The blocks of the bills, at rest in their strips. */
export function blocksIn(
  row: HTMLElement,
  { bills, scale: { unit, perSquare } }: Shown,
): readonly Block[] {
  const places = placesIn(row);
  return bills.flatMap((bill): Block[] => {
    const place = places.get(bill.key);
    if (!place) return [];
    const parts = (bill.charges?.token.fields ?? []).map((each) => ({
      id: each.field,
      size: each[unit],
      fill: fillOf(bill, each.holds),
    }));
    const runs = runsOf(parts, perSquare, columns);
    return [{ key: bill.key, place, runs, isMoving: false }];
  });
}

/** The blocks as they are seen: some on their way, the others at rest. */
export function seenBlocks(
  row: HTMLElement,
  shown: Shown,
  { slides, part }: Motion,
): readonly Block[] {
  const moving = slides.map(({ key, place, moves }): Block => {
    const runs = moves.map((move) => runAt(move, part)).filter(({ opacity }) => opacity > 0);
    return { key, place, runs, isMoving: true };
  });
  const still = blocksIn(row, shown).filter((b) => moving.every(({ key }) => key !== b.key));
  return [...still, ...moving];
}
