// The sum behind what a line of chart C2 says at the context chosen.

import { useTranslation } from 'react-i18next';
import { billsOf } from '../../state/bills';
import type { ByteUnit } from '../../state/controls';
import type { GrowthLine } from '../../state/growth';
import type { SumLine } from '../figure/Sum';
import { cacheSum } from '../receipts/cacheSum';
import { useControls } from '../useControls';

/** Gives the sum behind a line's bytes; none where there is no bill. */
export function useCacheSum(unit: ByteUnit): (line: GrowthLine) => SumLine[] {
  const { t } = useTranslation();
  const bills = useControls(billsOf);
  return ({ entry }) => {
    const charges = bills.find(({ key }) => key === entry.key)?.charges;
    return charges ? cacheSum(t, entry.variant.id, charges, unit, true) : [];
  };
}
