// What a bill is of: the model's own variant, published or from somebody's file, or a proposal.

import type { Bill } from '../../state/bills';

export function originWords({ origin, shape: { imported } }: Pick<Bill, 'origin' | 'shape'>) {
  if (origin === 'proposal') return { tag: 'proposal', hint: 'proposalHint' } as const;
  const changed = origin === 'ownChanged';
  return imported
    ? ({ tag: changed ? 'yoursChanged' : 'yours', hint: 'yoursHint' } as const)
    : ({ tag: changed ? 'nativeChanged' : 'native', hint: 'nativeHint' } as const);
}
