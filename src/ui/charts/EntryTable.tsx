// A small table beside a drawing: a row of computed figures for each entry, behind its mark and name.

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../../state/entries';
import { EntryMark } from '../EntryMark';

const shortName = ({ variant }: Entry): string => variant.name;

export function EntryTable<Row extends { readonly entry: Entry }>({
  label,
  head,
  columns,
  rows,
  nameOf = shortName,
  children,
}: {
  /** What the table says, to whoever hears it. */
  label: string;
  /** What stands above the entries, where that is not what they are. */
  head?: string;
  columns: readonly string[];
  rows: readonly Row[];
  nameOf?: (entry: Entry) => string;
  /** The cells of a row, one for each column. */
  children: (row: Row) => ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <table className="memory" aria-label={label} data-kind="computed">
      <thead>
        <tr>
          <th scope="col">{head ?? t('chart.variant')}</th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.entry.key}>
            <td>
              <EntryMark entry={row.entry} /> {nameOf(row.entry)}
            </td>
            {children(row)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
