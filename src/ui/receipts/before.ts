// Store: what each block held before the last choice, for whoever asked for less motion than squares that slide.

import { createStore } from 'zustand/vanilla';
import type { Bill } from '../../state/bills';

export interface Before {
  /** What its squares would have come out of; null where that is the block itself. */
  readonly source: Bill | null;
  /** Of one token in one layer, before and after. */
  readonly elements: number;
  readonly elementsAfter: number;
}

/** By the key of an entry. */
export const beforeStore = createStore<Readonly<Record<string, Before>>>(() => ({}));

const elementsOf = ({ charges }: Bill): number => charges?.token.elements ?? 0;

/** What changed in each block between two lists of bills; a new one is held against the largest that stays. */
export function changesOf(
  before: readonly Bill[],
  after: readonly Bill[],
): Readonly<Record<string, Before>> {
  const held = new Map(before.map((bill) => [bill.key, bill]));
  const staying = after
    .filter(({ key }) => held.has(key))
    .reduce<Bill | null>(
      (most, bill) => (!most || elementsOf(bill) > elementsOf(most) ? bill : most),
      null,
    );
  const changes: Record<string, Before> = {};
  for (const bill of after) {
    const old = held.get(bill.key);
    const source = old ?? staying;
    const elementsAfter = elementsOf(bill);
    if (!source || elementsOf(source) === 0 || elementsAfter === 0) continue;
    if (old && elementsOf(old) === elementsAfter) continue;
    changes[bill.key] = {
      source: old ? null : source,
      elements: elementsOf(source),
      elementsAfter,
    };
  }
  return changes;
}
