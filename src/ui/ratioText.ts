// How many times less or more than the baseline, in words that name it.

import type { TFunction } from 'i18next';
import type { Charges } from '../state/bills';
import { isShort, showRatio } from './quantity';

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
  const [ratio, word] = times > 1 ? [times, 'less' as const] : [1 / times, 'more' as const];
  const key = isShort(ratio) ? (`receipt.${word}` as const) : (`receipt.${word}About` as const);
  return t(key, { ratio: showRatio(ratio), baseline });
}
