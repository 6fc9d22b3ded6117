// What each way to compute attention spends on a cached token: once, and again for each new token.

import { useTranslation } from 'react-i18next';
import type { WayLine } from '../../state/crossover';
import { EntryMark } from '../EntryMark';
import { entryLabel } from '../entryText';
import { exact } from '../quantity';

export function WayTable({ ways }: { ways: readonly WayLine[] }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  return (
    <table className="memory" aria-label={s('crossover.perCachedToken')} data-kind="computed">
      <thead>
        <tr>
          <th scope="col">{s('crossover.perCachedToken')}</th>
          <th scope="col">{s('crossover.once')}</th>
          <th scope="col">{s('crossover.perNewToken')}</th>
        </tr>
      </thead>
      <tbody>
        {ways.map(({ entry, perPastToken: { fixed, perNewToken } }) => (
          <tr key={entry.key}>
            <td>
              <EntryMark entry={entry} /> {entryLabel(t, entry)}
            </td>
            <td>{exact(fixed)}</td>
            <td>{exact(perNewToken)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
