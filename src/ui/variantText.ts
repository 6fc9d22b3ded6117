// What a variant says of itself (`Variant.texts`), in the reader's language.

import type { TFunction } from 'i18next';
import type { Dims } from '../attention/dims';
import { groupSizeOf, type Bill } from '../state/bills';
import { exact } from './quantity';

export const fullName = (t: TFunction, variantId: string): string =>
  t(`variants:${variantId}.fullName`, { defaultValue: '' });

/** What the bill's mode caches, in one line. */
export const noteOf = (t: TFunction, bill: Bill, dims: Dims): string =>
  t(`variants:${bill.variant.id}.notes.${bill.mode}`, {
    defaultValue: '',
    count: dims.queryHeads,
    groupSize: exact(groupSizeOf(bill, dims)),
  });
