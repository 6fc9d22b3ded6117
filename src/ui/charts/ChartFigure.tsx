// A chart as a figure: heading, the finding in one sentence, the drawing, its legend, its data as a table and as CSV.

import { Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { saveCsv, type Table } from './csv';

/** A cell as it is shown; `Table` has the same cells with every digit. */
export interface ShownTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
}

export function ChartFigure({
  id,
  title,
  kind,
  aside,
  finding,
  legend,
  notes,
  shown,
  exactTable,
  children,
}: {
  id: string;
  title: string;
  /** Where the figures come from: computed, or measured here. */
  kind: string;
  /** Controls of the chart. */
  aside: ReactNode;
  finding: ReactNode;
  legend: ReactNode;
  notes?: ReactNode;
  shown: ShownTable;
  exactTable: Table;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <figure className="chart" id={id} aria-labelledby={`${id}-title`}>
      <div className="section-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <span className="kind">{kind}</span>
      </div>
      <div className="chart-aside">{aside}</div>
      <figcaption className="finding">{finding}</figcaption>
      <div className="drawing">
        <Suspense fallback={<p className="drawing-wait">{t('chart.loading')}</p>}>
          {children}
        </Suspense>
      </div>
      <div className="legend">{legend}</div>
      <div className="chart-note">{notes}</div>
      <details className="chart-data">
        <summary>{t('chart.table')}</summary>
        <button
          type="button"
          className="button quiet"
          onClick={() => saveCsv(`${id}.csv`, exactTable)}
        >
          {t('chart.csv')}
        </button>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t('chart.table')}>
          <table>
            <thead>
              <tr>
                {shown.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.rows.map((row, i) => (
                // Rows have no identity but their place.
                <tr key={i}>
                  {row.map((cell, j) => (
                    <td key={shown.columns[j]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
