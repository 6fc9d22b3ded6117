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
