// Two files of measured times side by side: the shapes that both have, and the settings in which they differ.

import type { MeasuredFile, MeasuredRow } from './measuredFile';

export interface ComparedRow {
  readonly shape: string;
  readonly first: MeasuredRow;
  readonly second: MeasuredRow;
  /** Time of the first over time of the second: above 1, the second is faster. */
  readonly ratio: number;
  /** Whether the quartiles of the two lie apart: nearer than that, nobody knows which is faster. */
  readonly isApart: boolean;
}

export interface Comparison {
  readonly rows: readonly ComparedRow[];
  /** Empty where one of the files does not say it. */
  readonly differing: readonly {
    readonly setting: string;
    readonly first: string;
    readonly second: string;
  }[];
  /** Shapes that only one file has. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

export function compareFiles(first: MeasuredFile, second: MeasuredFile): Comparison {
  const rows = first.rows.flatMap((row): ComparedRow[] => {
    const other = second.rows.find(({ shape }) => shape === row.shape);
    if (!other) return [];
    const isApart = row.q3Ms < other.q1Ms || other.q3Ms < row.q1Ms;
    const ratio = row.medianMs / other.medianMs;
    return [{ shape: row.shape, first: row, second: other, ratio, isApart }];
  });
  const names = [...new Set([...Object.keys(first.settings), ...Object.keys(second.settings)])];
  return {
    rows,
    differing: names
      .map((setting) => ({
        setting,
        first: first.settings[setting] ?? '',
        second: second.settings[setting] ?? '',
      }))
      .filter((each) => each.first !== each.second),
    onlyFirst: first.rows.length - rows.length,
    onlySecond: second.rows.filter(({ shape }) => !rows.some((row) => row.shape === shape)).length,
  };
}
