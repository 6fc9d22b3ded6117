// The data of chart C6 as a table with a source in each row, and as CSV with every digit.

import type { TFunction } from 'i18next';
import type { QualityDataset, QualityRow } from '../../state/quality';
import type { Table } from './csv';
import type { ShownTable } from './DataTable';
import { QuotedMark } from './QuotedMark';
import { measureText, showCache, showCount, showValue, sourceAddress } from './qualityText';

/** A figure in italics; nothing where the source has none. */
const figure = (key: string, text: string | undefined) =>
  text === undefined ? (
    ''
  ) : (
    <em key={key} data-kind="quoted">
      {text}
    </em>
  );

export function shownTable(
  t: TFunction<'quality'>,
  dataset: QualityDataset,
  rows: readonly QualityRow[],
): ShownTable {
  const { x, measures, source } = dataset;
  const states = (key: 'parameters' | 'activeParameters') =>
    dataset.rows.some((row) => row[key] !== undefined);
  const counts = (['parameters', 'activeParameters'] as const).filter(states);
  const address = sourceAddress(source);
  const name = t(`tables.${dataset.id}`);
  return {
    columns: [
      t('columns.row'),
      ...(x === 'none' ? [] : [t(`axis.${x}`)]),
      ...counts.map((key) => t(`columns.${key}`)),
      ...measures.map((measure) => measureText(t, measure)),
      t('columns.source'),
    ],
    rows: rows.map((row) => ({
      cells: [
        <span key="row">
          <QuotedMark variantId={row.variantId} /> {row.label}
        </span>,
        ...(x === 'none'
          ? []
          : [figure('cache', row.cache === undefined ? undefined : showCache(row.cache, dataset))]),
        ...counts.map((key) => {
          const count = row[key];
          return figure(key, count === undefined ? undefined : showCount(count));
        }),
        ...measures.map((measure) => {
          const value = row.values[measure.id];
          return figure(measure.id, value === undefined ? undefined : showValue(value, measure));
        }),
        address === null ? (
          source
        ) : (
          <a key="source" href={address} title={source} target="_blank" rel="noreferrer">
            {name}
          </a>
        ),
      ],
    })),
  };
}

/** A line for each figure, its columns named in English, with units, for programs. */
export function exactTable(dataset: QualityDataset, rows: readonly QualityRow[]): Table {
  const { x, measures, source, trainingTokens } = dataset;
  return {
    columns: [
      'row',
      'variant',
      'measure',
      'better',
      'value',
      'cache',
      'cache_unit',
      'parameters',
      'active_parameters',
      'training_tokens',
      'source',
    ],
    rows: rows.flatMap((row) =>
      measures.flatMap((measure) => {
        const value = row.values[measure.id];
        if (value === undefined) return [];
        return [
          [
            row.label,
            row.variantId ?? '',
            measure.id,
            measure.better,
            value,
            row.cache ?? '',
            x === 'none' ? '' : x,
            row.parameters ?? measure.parameters ?? '',
            row.activeParameters ?? '',
            measure.trainingTokens ?? trainingTokens ?? '',
            source,
          ],
        ];
      }),
    ),
  };
}
