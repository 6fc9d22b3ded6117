// The anatomy as a table: every step of both plans in reading order, with what it reads, makes and costs, and its values.

import type { TFunction } from 'i18next';
import type { TensorReport } from '../../engine/protocol';
import type { Side } from '../../state/anatomy';
import type { MadeToken } from '../../state/token';
import type { Table } from '../charts/csv';
import type { ShownTable } from '../charts/DataTable';
import { entryColumn, entryLabel } from '../entryText';
import { exact, showError } from '../quantity';
import { makesText, readsText, shapeText, showValue, weightsText, type Words } from './anatomyText';

interface Row {
  readonly side: Side;
  readonly token: MadeToken | null;
}

const reportOf = (token: MadeToken | null, id: string | undefined): TensorReport | undefined =>
  token?.tensors.find((tensor) => tensor.id === id);

export function shownTable(t: TFunction, s: Words, rows: readonly Row[]): ShownTable {
  const withValues = rows.some(({ token }) => token !== null);
  const names = ['variant', 'step', 'op', 'reads', 'weights', 'makes', 'flops'] as const;
  const measured = ['source', 'range', 'error'] as const;
  return {
    columns: [...names, ...(withValues ? measured : [])].map((name) => s(`columns.${name}`)),
    columnKinds: { 0: 'name', 1: 'scale', 2: 'name', 7: 'measured', 8: 'measured', 9: 'measured' },
    rows: rows.flatMap(({ side, token }) =>
      side.diagram.steps.map((step) => {
        const report = reportOf(token, step.makes.at(-1));
        const has = report && report.source !== 'nowhere';
        const values = [
          report ? s(`sources.${report.source}`) : '',
          has ? `${showValue(report.lowest)} … ${showValue(report.highest)}` : '',
          report?.agreement ? showError(report.agreement.error) : '',
        ];
        return {
          cells: [
            entryLabel(t, side.entry),
            exact(step.index + 1),
            s(`ops.${step.op}`),
            readsText(s, step),
            weightsText(s, step),
            makesText(s, step, side),
            exact(side.flops[step.index] ?? 0),
            ...(withValues ? values : []),
          ],
        };
      }),
    ),
  };
}

/** One row for each step; shapes and ids as the plan has them. */
export function exactTable(rows: readonly Row[]): Table {
  return {
    columns: [
      'variant',
      'step',
      'operation',
      'reads',
      'weight',
      'weight shape',
      'makes',
      'shape',
      'elements per token',
      'kind',
      'flops',
      'values',
      'lowest',
      'highest',
      'error',
      'bound',
    ],
    rows: rows.flatMap(({ side, token }) =>
      side.diagram.steps.map(({ index, op, reads, weights, makes }) => {
        const box = side.diagram.boxes.find(({ id }) => id === makes.at(-1));
        const report = reportOf(token, box?.id);
        const has = report && report.source !== 'nowhere';
        return [
          entryColumn(side.entry),
          index + 1,
          op,
          [...new Set(reads.map(({ from }) => from))].join(' '),
          weights.map(({ id }) => id).join(' '),
          weights.map(({ axes }) => shapeText(axes)).join(' '),
          box?.id ?? '',
          box ? shapeText(box.axes) : '',
          box?.elements ?? '',
          box?.kind ?? '',
          side.flops[index] ?? 0,
          report?.source ?? '',
          has ? report.lowest : '',
          has ? report.highest : '',
          report?.agreement?.error ?? '',
          report?.agreement?.bound ?? '',
        ];
      }),
    ),
  };
}
