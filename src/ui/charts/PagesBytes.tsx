// What the blocks come to for each entry, in bytes of all its layers, beside the room that would be reserved.

import { useTranslation } from 'react-i18next';
import type { ByteUnit } from '../../state/controls';
import type { Pages } from '../../state/pages';
import { showBytes } from '../quantity';
import { EntryTable } from './EntryTable';

export function PagesBytes({ bytes, unit }: Pick<Pages, 'bytes'> & { unit: ByteUnit }) {
  const { t } = useTranslation();
  return (
    <EntryTable
      label={t('blocks.bytes')}
      columns={(['inBlocks', 'emptyBytes', 'reserved'] as const).map((column) =>
        t(`blocks.columns.${column}`),
      )}
      rows={bytes}
    >
      {({ allocatedBytes, emptyBytes, reservedBytes }) => (
        <>
          <td>{showBytes(allocatedBytes, unit)}</td>
          <td>{showBytes(emptyBytes, unit)}</td>
          <td>{showBytes(reservedBytes, unit)}</td>
        </>
      )}
    </EntryTable>
  );
}
