// Lines of entries over one axis: what most computed charts are. Loaded with Recharts, late.

import { memo, type ReactElement, type ReactNode } from 'react';
import { Line } from 'recharts';
import type { Entry } from '../../state/entries';
import { hueOf, styleOf } from '../variantStyle';
import { ChartTip } from './ChartTip';
import { LineEnds } from './LineEnds';
import { LineFrame, plainLine, type Axis } from './LineFrame';

export interface EntryLine {
  readonly entry: Entry;
  /** One for each of the chart's `xs`; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Under the pointer, where the entry's own name does not tell its lines apart. */
  readonly name?: string;
}

export const LinesChart = memo(function LinesChart({
  xs,
  lines,
  x,
  y,
  showX,
  showY,
  yWidth,
  connect = false,
  under,
  over,
  tip,
}: {
  /** Ascending. */
  xs: readonly number[];
  lines: readonly EntryLine[];
  x: Axis;
  y: Axis;
  /** The head of what stands under the pointer, and a value in it. */
  showX: (x: number) => string;
  showY: (y: number) => string;
  /** Room for the labels of the values' axis, in pixels. */
  yWidth?: number;
  /** Whether a line goes on over places where it has no value. */
  connect?: boolean;
  /** Drawn below and above the lines. */
  under?: ReactNode;
  over?: ReactNode;
  /** What stands under the pointer, where the lines are not all that there is; Recharts tells it its place. */
  tip?: ReactElement;
}) {
  const rows = xs.map((at, i) => ({
    x: at,
    ...Object.fromEntries(lines.map(({ entry, values }) => [entry.key, values[i]])),
  }));
  return (
    <LineFrame
      rows={rows}
      x={x}
      y={y}
      yWidth={yWidth}
      tip={tip ?? <ChartTip xs={xs} lines={lines} showX={showX} showY={showY} />}
    >
      {under}
      {lines.map(({ entry: { key, variant, mode, pin } }) => {
        const { dash, width } = styleOf(variant.id, mode);
        return (
          <Line
            key={key}
            dataKey={key}
            stroke={hueOf(variant.id)}
            strokeWidth={pin === null ? width : 1.5}
            strokeDasharray={dash}
            connectNulls={connect}
            {...plainLine}
          />
        );
      })}
      <LineEnds xs={xs} lines={lines} />
      {over}
    </LineFrame>
  );
});
