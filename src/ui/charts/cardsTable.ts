// The table under chart C10: what each device keeps, by their number, in both ways of sharing.

import type { TFunction } from 'i18next';
import type { Cards } from '../../state/cards';
import { entryColumn, entryLabel } from '../entryText';
import { exact } from '../quantity';
import type { Table } from './csv';
import type { ShownTable } from './DataTable';

/** Parts of sequences are averages: to two digits after the point. */
export const showElements = (elements: number): string => exact(Math.round(elements * 100) / 100);

export const shownTable = (t: TFunction, { counts, lines }: Cards): ShownTable => ({
  columns: [
    t('cards.columns.devices'),
    ...lines.flatMap(({ entry }) => {
      const name = entryLabel(t, entry);
      return [t('cards.heads', { name }), t('cards.sequences', { name })];
    }),
  ],
  rows: counts.map((devices, i) => ({
    cells: [
      exact(devices),
      ...lines.flatMap(({ points }) => {
        const point = points[i];
        return [
          point?.heads ? showElements(point.heads.elements) : t('cards.cannot'),
          point ? showElements(point.sequences.elements) : '',
        ];
      }),
    ],
  })),
});

/** The same with bytes and copies; nothing where heads cannot be shared out. */
export const exactTable = ({ counts, lines }: Cards): Table => ({
  columns: [
    'devices',
    ...lines.flatMap(({ entry }) => {
      const name = entryColumn(entry);
      return [
        'tensor elements',
        'tensor bytes',
        'tensor copies',
        'data elements',
        'data bytes',
      ].map((what) => `${name} ${what}`);
    }),
  ],
  rows: counts.map((devices, i) => [
    devices,
    ...lines.flatMap(({ points }) => {
      const point = points[i];
      if (!point) return [];
      const { heads, sequences } = point;
      return [
        ...(heads ? [heads.elements, heads.bytes, heads.copies] : ['', '', '']),
        sequences.elements,
        sequences.bytes,
      ];
    }),
  ]),
});
