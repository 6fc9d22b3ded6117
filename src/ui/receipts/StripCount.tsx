// How many elements a block holds, and held before: shown in place of the motion where less of it is asked for.
//
// It is there to be read and is no live region: one choice would announce every receipt at once.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Bill } from '../../state/bills';
import { entryName } from '../entryText';
import { exact } from '../quantity';
import { beforeStore } from './before';

export function StripCount({ bill }: { bill: Bill }) {
  const { t } = useTranslation();
  const last = useStore(beforeStore, (all) => all[bill.key]);
  const count = bill.charges?.token.elements;
  // A drag may since have gone on from what the choice left.
  const change = last?.elementsAfter === count ? last : undefined;
  const before = change
    ? `${change.source ? `${entryName(t, change.source)} ` : ''}${exact(change.elements)} → `
    : '';
  return (
    <p className="strip-count" data-kind="computed">
      {count !== undefined && t('receipt.elements', { before, count })}
    </p>
  );
}
