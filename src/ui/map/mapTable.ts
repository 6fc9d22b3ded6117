// The attention maps as tables: the keys of the query under the cursor to read, and the whole head for programs.

import type { TFunction } from 'i18next';
import type { HeadPair } from '../../state/attentionMap';
import type { Table } from '../charts/csv';
import type { ShownTable } from '../charts/DataTable';
import { exact } from '../quantity';
import { showWeight } from './weightText';

/** @param query counted from 0 */
export function shownTable(s: TFunction<'map'>, pair: HeadPair, query: number): ShownTable {
  const { tokens, a, b, difference } = pair;
  const keys = Array.from({ length: Math.min(query, tokens - 1) + 1 }, (_, key) => key);
  return {
    columns: [s('columns.key'), 'A', 'B', s('columns.difference')],
    columnKinds: { 0: 'scale', 3: 'computed' },
    rows: keys.map((key) => {
      const at = query * tokens + key;
      const weights = [a, b, difference].map((values) => showWeight(values[at] ?? NaN));
      return { cells: [exact(key + 1), ...weights] };
    }),
  };
}

/** A row for each key that a query sees; heads, queries and keys counted from 1. */
export function exactTable({ head, tokens, a, b, difference }: HeadPair): Table {
  const rows: number[][] = [];
  for (let query = 0; query < tokens; query++) {
    for (let key = 0; key <= query; key++) {
      const at = query * tokens + key;
      const weights = [a, b, difference].map((values) => values[at] ?? NaN);
      rows.push([head + 1, query + 1, key + 1, ...weights]);
    }
  }
  return { columns: ['head', 'query', 'key', 'a', 'b', 'a minus b'], rows };
}
