// What a variant and its modes are called, and what it says of itself (`Variant.texts`), in the reader's language.

import type { TFunction } from 'i18next';
import { variantById } from '../attention/variants';
import type { ReceiptLine } from '../price/receipt';
import { groupSizeOf, type Bill } from '../state/bills';
import { offeredModes } from '../state/controls';
import { exact } from './quantity';

/** A mode without words of its own is called by its id. */
export const modeName = (t: TFunction, mode: string): string =>
  t(`modes.${mode}`, { defaultValue: mode });

/** With the mode where there is a choice of several: GQA, or MLA (absorbed). */
export function variantLabel(t: TFunction, variantId: string, mode: string): string {
  const variant = variantById(variantId);
  const { name } = variant;
  if (offeredModes(variant).length < 2) return name;
  return t('modes.of', { name, mode: modeName(t, mode) });
}

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
