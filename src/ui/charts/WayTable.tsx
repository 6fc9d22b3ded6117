// What each way to compute attention spends on a cached token: once, and again for each new token.

import { useTranslation } from 'react-i18next';
import type { WayLine } from '../../state/crossover';
import { entryLabel } from '../entryText';
import { exact } from '../quantity';
import { EntryTable } from './EntryTable';

export function WayTable({ ways }: { ways: readonly WayLine[] }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  return (
    <EntryTable
      label={s('crossover.perCachedToken')}
      head={s('crossover.perCachedToken')}
      columns={[s('crossover.once'), s('crossover.perNewToken')]}
      rows={ways}
      nameOf={(entry) => entryLabel(t, entry)}
    >
      {({ perPastToken: { fixed, perNewToken } }) => (
        <>
          <td>{exact(fixed)}</td>
          <td>{exact(perNewToken)}</td>
        </>
      )}
    </EntryTable>
  );
}
