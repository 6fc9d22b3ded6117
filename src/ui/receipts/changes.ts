// What changed in each block from one list of bills to the next.

import type { Bill } from '../../state/bills';
import type { Before } from './before';

const elementsOf = ({ charges }: Bill): number => charges?.token.elements ?? 0;

/** By the key of an entry, those that changed; a new one is held against the largest that stays. */
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
