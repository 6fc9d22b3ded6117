// A chart's figures as JSON: the table with its finding, its kind and the link that reproduces it.

import type { Table } from '../csv';
import type { ChartWords } from './formats';

/** `rows` are lists of numbers, strings and booleans in the order of `columns`; what is no finite number is null. */
export const toJson = ({ chart, title, finding, kind, link }: ChartWords, table: Table): string =>
  `${JSON.stringify({ chart, title, finding, kind, link, columns: table.columns, rows: table.rows }, null, 2)}\n`;
