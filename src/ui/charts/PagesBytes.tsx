// What the blocks come to for each entry, in bytes of all its layers, beside the room that would be reserved.

import { useTranslation } from 'react-i18next';
import type { ByteUnit } from '../../state/controls';
import type { Pages } from '../../state/pages';
import { EntryMark } from '../EntryMark';
import { showBytes } from '../quantity';

export function PagesBytes({ bytes, unit }: Pick<Pages, 'bytes'> & { unit: ByteUnit }) {
  const { t } = useTranslation();
  return (
    <table className="memory" aria-label={t('blocks.bytes')} data-kind="computed">
      <thead>
        <tr>
          <th scope="col">{t('chart.variant')}</th>
          <th scope="col">{t('blocks.columns.inBlocks')}</th>
          <th scope="col">{t('blocks.columns.emptyBytes')}</th>
          <th scope="col">{t('blocks.columns.reserved')}</th>
        </tr>
      </thead>
      <tbody>
        {bytes.map(({ entry, allocatedBytes, emptyBytes, reservedBytes }) => (
          <tr key={entry.key}>
            <td>
              <EntryMark entry={entry} /> {entry.variant.name}
            </td>
            <td>{showBytes(allocatedBytes, unit)}</td>
            <td>{showBytes(emptyBytes, unit)}</td>
            <td>{showBytes(reservedBytes, unit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
