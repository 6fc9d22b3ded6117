// Which sentence says how many times less or more than the baseline a cache is.

import type { Charges } from '../state/bills';
import { isShort } from './quantity';

/** `ratio` is at least 1, and null where the sentence has none. */
export function ratioWords({ timesLess }: Pick<Charges, 'timesLess'>) {
  const times = timesLess?.value;
  if (times === undefined) return { key: 'receipt.noBaseline', ratio: null } as const;
  if (times === 1) return { key: 'receipt.same', ratio: null } as const;
  const isLess = times > 1;
  const ratio = isLess ? times : 1 / times;
  const about = isShort(ratio) ? '' : 'About';
  return { key: `receipt.${isLess ? 'less' : 'more'}${about}`, ratio, isLess, times } as const;
}
