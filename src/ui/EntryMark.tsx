// An entry's mark: its variant's, with the letter of a configuration put aside.

import type { Entry } from '../state/entries';
import { VariantMark } from './VariantMark';

export function EntryMark({
  entry: { variant, mode, pin },
  size,
}: {
  entry: Pick<Entry, 'variant' | 'mode' | 'pin'>;
  size?: number;
}) {
  return (
    <>
      {pin !== null && <span className="pin-letter">{pin}</span>}
      <VariantMark variantId={variant.id} mode={mode} {...(size === undefined ? {} : { size })} />
    </>
  );
}
