// The data of a chart behind a summary: while it is folded it follows once the chart rests, so that a drag never waits.

import { startTransition, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FigureKind } from '../figure/kinds';
import { DataTable, type ShownTable } from './DataTable';

/** After the chart's last change. */
const restMs = 200;

export function FoldedTable({
  kind,
  shown,
  note,
}: {
  kind: FigureKind;
  /** Without rows there is no table to open. */
  shown: () => ShownTable;
  note: ReactNode;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [rested, setRested] = useState(shown);
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setRested(shown())), restMs);
    return () => clearTimeout(timer);
  }, [shown]);
  const table = open ? shown() : rested;
  if (table.rows.length === 0) return null;
  return (
    <details className="chart-data" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('chart.table')}</summary>
      {note}
      <DataTable kind={kind} {...table} />
    </details>
  );
}
