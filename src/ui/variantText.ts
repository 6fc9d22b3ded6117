// What a variant says of itself (`Variant.texts`), in the reader's language.

import type { TFunction } from 'i18next';
import type { ReceiptLine } from '../price/receipt';
import { groupSizeOf, type Bill } from '../state/bills';
import { exact } from './quantity';

export const fullName = (t: TFunction, variantId: string): string =>
  t(`variants:${variantId}.fullName`, { defaultValue: '' });

/** A line of a receipt by its own name, or by what it holds. */
export const lineName = (t: TFunction, variantId: string, { field, holds }: ReceiptLine): string =>
  t(`variants:${variantId}.fields.${field}`, { defaultValue: t(`receipt.holds.${holds}`) });

/** What the bill's mode caches, in one line. */
export const noteOf = (t: TFunction, bill: Bill): string =>
  t(`variants:${bill.variant.id}.notes.${bill.mode}`, {
    defaultValue: '',
    count: bill.shape.dims.queryHeads,
    groupSize: exact(groupSizeOf(bill)),
  });
