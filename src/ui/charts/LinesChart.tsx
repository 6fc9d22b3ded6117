// Lines of entries over one axis: what most computed charts are. Loaded with Recharts, late.
//
// What a drag changes is the data alone: every other property keeps its identity, or Recharts would lay the axes out
// anew at each step.

import { memo, useMemo, type ReactElement, type ReactNode } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Entry } from '../../state/entries';
import { hueOf, styleOf } from '../variantStyle';
import { AxisTitles } from './AxisTitles';
import { scaleTick } from './axes';
import { ChartTip } from './ChartTip';
import { LineEnds } from './LineEnds';

export interface EntryLine {
  readonly entry: Entry;
  /** One for each of the chart's `xs`; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Under the pointer, where the entry's own name does not tell its lines apart. */
  readonly name?: string;
}

export interface Axis {
  readonly title: string;
  readonly scale: 'log' | 'linear';
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly show: (value: number) => string;
}

/** Room for the titles of the axes, and for half of the last tick's label. */
const margin = { top: 28, right: 20, bottom: 20, left: 8 };
const firstSize = { width: 500, height: 360 };
const cursor = { stroke: 'var(--ink-2)' };

/** The axis as Recharts takes it, the same object while nothing that it says changes. */
function useAxis({ scale, low, high, ticks }: Axis) {
  const joined = ticks.join();
  return useMemo(
    () => ({
      type: 'number' as const,
      scale,
      domain: [low, high],
      ticks: joined.split(',').map(Number),
      allowDataOverflow: true,
      stroke: 'var(--ink-2)',
    }),
    [scale, low, high, joined],
  );
}

export const LinesChart = memo(function LinesChart({
  xs,
  lines,
  x,
  y,
  showX,
  showY,
  yWidth = 72,
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
  const xAxis = useAxis(x);
  const yAxis = useAxis(y);
  const rows = xs.map((at, i) => ({
    x: at,
    ...Object.fromEntries(lines.map(({ entry, values }) => [entry.key, values[i]])),
  }));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={firstSize}>
      <LineChart data={rows} margin={margin} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--grid-strong)" />
        <XAxis {...xAxis} tick={scaleTick} dataKey="x" tickFormatter={x.show} />
        <YAxis {...yAxis} tick={scaleTick} tickFormatter={y.show} width={yWidth} />
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
              dot={false}
              activeDot={false}
              connectNulls={connect}
              isAnimationActive={false}
            />
          );
        })}
        <AxisTitles x={x.title} y={y.title} />
        <LineEnds xs={xs} lines={lines} />
        {over}
        <Tooltip
          isAnimationActive={false}
          cursor={cursor}
          content={tip ?? <ChartTip xs={xs} lines={lines} showX={showX} showY={showY} />}
        />
      </LineChart>
    </ResponsiveContainer>
  );
});
