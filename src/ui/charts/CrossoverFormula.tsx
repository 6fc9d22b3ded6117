// The new tokens at which two ways cost the same after a very long past, as a division with its numbers put in.

import { useTranslation } from 'react-i18next';
import type { WayPair } from '../../state/crossover';
import { entryName } from '../entryText';
import { exact } from '../quantity';
import { modeName } from '../variantText';

/** New tokens, which are whole only by chance: 170.7. */
export const showLimit = (newTokens: number): string => exact(Number(newTokens.toFixed(1)));

export function CrossoverFormula({ pair, limit }: { pair: WayPair; limit: number }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  const { entry, forFew, forMany } = pair;
  const [few, many] = [forFew.perPastToken, forMany.perPastToken];
  return (
    <div className="way-formula">
      <p className="with-numbers">
        {exact(many.fixed - few.fixed)} ÷ ({exact(few.perNewToken)} − {exact(many.perNewToken)}) ={' '}
        {showLimit(limit)}
      </p>
      <p>
        {s('crossover.formula', {
          variant: entryName(t, entry),
          few: modeName(t, forFew.entry.mode),
          many: modeName(t, forMany.entry.mode),
        })}
      </p>
    </div>
  );
}
