// The losses of the low-rank chart as a table to read, and with every rank and digit as a file.

import type { TFunction } from 'i18next';
import type { ByteUnit } from '../../state/controls';
import { lossAt, type LowRankDrawn } from '../../state/lowRankDrawn';
import type { Table } from '../charts/csv';
import type { ShownTable } from '../charts/DataTable';
import { exact, showBytes, showShare } from '../quantity';

/** Rows to read at most: all are in the file. */
const shownRows = 20;

export function shownTable(
  t: TFunction<'lowrank'>,
  { losses, boughtAt }: LowRankDrawn,
  unit: ByteUnit,
): ShownTable {
  const every = Math.ceil(losses.length / shownRows);
  return {
    columns: [
      t('columns.c'),
      t('columns.joint'),
      t('columns.apart'),
      t('columns.elements'),
      t('columns.bytes'),
    ],
    columnKinds: { 0: 'scale', 3: 'computed', 4: 'computed' },
    rows: losses
      .filter((_, i) => i % every === 0 || i === losses.length - 1)
      .map(({ c, joint, apart }) => {
        const bought = boughtAt?.(c);
        return {
          cells: [
            exact(c),
            showShare(joint),
            apart === null ? '' : showShare(apart),
            bought ? exact(bought.elements) : '',
            bought ? showBytes(bought.bytes, unit) : '',
          ],
        };
      }),
  };
}

/** Every rank that was measured. */
export function exactTable({ of, boughtAt }: LowRankDrawn): Table {
  const { joint } = of.measured;
  const at = lossAt(of.measured);
  return {
    columns: [
      'rank c',
      'singular value',
      'relative error of K and V together',
      'relative error of K and V apart',
      'cached elements per token and layer',
      'cached bytes per token and layer',
    ],
    rows: Array.from(joint.values, (value, i) => {
      const loss = at((i + 1) * joint.each);
      const bought = boughtAt?.(loss.c);
      return [
        loss.c,
        value,
        loss.joint,
        loss.apart ?? '',
        bought?.elements ?? '',
        bought?.bytes ?? '',
      ];
    }),
  };
}
