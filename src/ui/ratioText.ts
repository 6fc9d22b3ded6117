// How many times less or more than the baseline, in words that name it.

import type { TFunction } from 'i18next';
import type { Charges } from '../state/bills';
import { showRatio } from './quantity';

export function ratioText(
  t: TFunction,
  charges: Charges | null,
  baseline: string,
  isBaseline: boolean,
): string {
  if (isBaseline) return t('receipt.baseline');
  if (!charges) return '';
  const times = charges.timesLess?.value;
  if (times === undefined) return t('receipt.noBaseline', { baseline });
  if (times === 1) return t('receipt.same', { baseline });
  return times > 1
    ? t('receipt.less', { ratio: showRatio(times), baseline })
    : t('receipt.more', { ratio: showRatio(1 / times), baseline });
}
