// The histograms of precision as a table to read, and with every digit and every bin as a file.

import type { TFunction } from 'i18next';
import type { FormatId } from '../../attention/format';
import type { Contender } from '../../engine/protocol';
import { binsPerDecade, type Distribution } from '../../precision/distribution';
import type { WeightWay } from '../../precision/records';
import type { PrecisionDrawn } from '../../state/precisionDrawn';
import type { Table } from '../charts/csv';
import type { ShownTable } from '../charts/DataTable';
import { showError, showShare } from '../quantity';
import { variantLabel } from '../variantText';

interface Row extends Contender {
  readonly of: 'cache' | 'output' | 'scores';
  readonly way: WeightWay | null;
  readonly format: FormatId;
  readonly found: Distribution;
}

/** Of every contender its formats, then the ways of its weights. */
function rowsOf({ of: { precision } }: PrecisionDrawn): Row[] {
  const { caches, weights } = precision;
  return [
    ...caches.flatMap(({ variantId, mode, losses }) =>
      losses.map(({ format, output }) => {
        return { variantId, mode, of: 'cache' as const, way: null, format, found: output };
      }),
    ),
    ...weights.flatMap(({ variantId, mode, losses }) =>
      (['output', 'scores'] as const).flatMap((of) =>
        losses.map(({ format, way, [of]: found }) => ({ variantId, mode, of, way, format, found })),
      ),
    ),
  ];
}

export function shownTable(
  t: TFunction,
  s: TFunction<'precision'>,
  drawn: PrecisionDrawn,
): ShownTable {
  return {
    columns: [
      s('columns.of'),
      s('columns.stored'),
      s('columns.q1'),
      s('columns.median'),
      s('columns.q3'),
      s('columns.max'),
      s('columns.rms'),
    ],
    columnKinds: { 0: 'name', 1: 'name' },
    rows: rowsOf(drawn).map(({ variantId, mode, of, way, format, found }) => {
      const name = variantLabel(t, variantId, mode);
      const { q1, median, q3, max, relativeRms } = found;
      return {
        cells: [
          s(`rows.${of}`, { name, way: way === null ? '' : s(`ways.${way}`) }),
          format,
          ...[q1, median, q3, max].map(showError),
          relativeRms < 1e-5 ? showError(relativeRms) : showShare(relativeRms),
        ],
      };
    }),
  };
}

const power = (bin: number): string => `10^${bin / binsPerDecade}`;

/** A column for every bin that any of them has anything in. */
export function exactTable(drawn: PrecisionDrawn): Table {
  const rows = rowsOf(drawn);
  const filled = rows.filter(({ found }) => found.counts.length > 0).map(({ found }) => found);
  const first = Math.min(...filled.map((found) => found.first));
  const end = Math.max(...filled.map((found) => found.first + found.counts.length));
  const bins = Array.from({ length: Math.max(0, end - first) || 0 }, (_, i) => first + i);
  const { seed, context } = drawn.request;
  return {
    columns: [
      'variant',
      'mode',
      'what is compared',
      'weights kept as',
      'stored in',
      'seed',
      'cached tokens',
      'elements',
      'elements without difference',
      'lower quartile of |difference from float64|',
      'median of |difference|',
      'upper quartile of |difference|',
      'max |difference|',
      'relative RMS of the difference',
      ...bins.map((bin) => `elements from ${power(bin)} below ${power(bin + 1)}`),
    ],
    rows: rows.map(({ variantId, mode, of, way, format, found }) => [
      variantId,
      mode,
      of,
      way ?? '',
      format,
      seed,
      of === 'cache' ? context : drawn.of.requests[drawn.of.size].weights.context,
      found.elements,
      found.equal,
      found.q1,
      found.median,
      found.q3,
      found.max,
      found.relativeRms,
      ...bins.map((bin) => found.counts[bin - found.first] ?? 0),
    ]),
  };
}
