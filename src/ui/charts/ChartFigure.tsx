// A chart as a figure: heading, the finding in one sentence, the drawing, its legend, its data as a table and as files.

import { Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addFigureWords } from '../../i18n/figureWords';
import type { FigureKind } from '../figure/kinds';
import type { Table } from './csv';
import type { ShownTable } from './DataTable';
import { FoldedTable } from './FoldedTable';
import { SaveMenu } from './save/SaveMenu';

addFigureWords();

type ChartKind = Extract<FigureKind, 'computed' | 'measured' | 'quoted'>;

export function ChartFigure({
  id,
  title,
  kind = 'computed',
  aside,
  finding,
  legend,
  notes,
  shown,
  tableNote,
  exactTable,
  children,
}: {
  id: string;
  title: string;
  /** Where the figures come from: of the head, of the files, and of the table, where that does not say another. */
  kind?: ChartKind;
  /** Controls of the chart. */
  aside: ReactNode;
  finding: ReactNode;
  legend: ReactNode;
  notes?: ReactNode;
  /** As a function where it takes long to write. Without rows there is no table to open. */
  shown: ShownTable | (() => ShownTable);
  tableNote?: ReactNode;
  exactTable: Table;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <figure className="chart" id={id} aria-labelledby={`${id}-title`}>
      <div className="section-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <span className="chart-head-end">
          <span className="kind">{t(`chart.kinds.${kind}`)}</span>
          <SaveMenu chart={id} title={title} kind={kind} table={exactTable} />
        </span>
      </div>
      <div className="chart-aside">{aside}</div>
      <figcaption className="finding">{finding}</figcaption>
      <div className="drawing">
        <Suspense fallback={<p className="drawing-wait">{t('chart.loading')}</p>}>
          {children}
        </Suspense>
      </div>
      <div className="chart-foot">
        <div className="legend">{legend}</div>
        <div className="chart-note">{notes}</div>
        <FoldedTable
          kind={kind}
          shown={typeof shown === 'function' ? shown : () => shown}
          note={tableNote}
        />
      </div>
    </figure>
  );
}
