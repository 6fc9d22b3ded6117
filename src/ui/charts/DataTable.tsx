// The data of a chart as a table; a row may have more to say, in a row of its own beneath it.

import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FigureKind } from '../figure/kinds';

/** Cells as they are shown; the files have the same with every digit. A cell may say its own kind. */
export interface ShownRow {
  readonly cells: readonly ReactNode[];
  /** What a press on the cell of a column shows beneath the row. */
  readonly more?: { readonly column: number; readonly text: string };
}

export interface ShownTable {
  readonly columns: readonly string[];
  readonly rows: readonly ShownRow[];
  /** Of all figures; the chart's, where it is not given. */
  readonly kind?: FigureKind;
  /** Of the columns whose figures are of another kind, by their place. */
  readonly columnKinds?: Readonly<Record<number, FigureKind>>;
}

const noKinds: Readonly<Record<number, FigureKind>> = {};

function DataRow({
  cells,
  more,
  kinds,
}: ShownRow & { kinds: Readonly<Record<number, FigureKind>> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr>
        {cells.map((cell, i) => (
          // Cells have no identity but their column.
          <td key={i} data-kind={kinds[i]}>
            {more?.column === i ? (
              <button
                type="button"
                className="more"
                aria-expanded={open}
                aria-label={more.text}
                onClick={() => setOpen(!open)}
              >
                {cell}
              </button>
            ) : (
              cell
            )}
          </td>
        ))}
      </tr>
      {open && (
        <tr className="more-row">
          <td colSpan={cells.length}>
            <span>{more?.text}</span>
          </td>
        </tr>
      )}
    </>
  );
}

export function DataTable({ columns, rows, kind, columnKinds = noKinds }: ShownTable) {
  const { t } = useTranslation();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('chart.table')}>
      <table data-kind={kind}>
        <thead data-kind="name">
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // Rows have no identity but their place.
            <DataRow key={i} {...row} kinds={columnKinds} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
