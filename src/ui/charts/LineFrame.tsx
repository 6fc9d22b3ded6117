// What every chart of lines over one axis is framed by: paper, axes with their titles, and what stands under the pointer.
// Loaded with Recharts, late.
//
// What a drag changes is the data alone: every other property keeps its identity, or Recharts would lay the axes out
// anew at each step.

import { useMemo, type ReactElement, type ReactNode } from 'react';
import { CartesianGrid, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { AxisTitles } from './AxisTitles';
import { scaleTick } from './axes';

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

/** For a line of Recharts: no mark at each of its points, and nothing that moves. */
export const plainLine = { dot: false, activeDot: false, isAnimationActive: false } as const;

/** The axis as Recharts takes it, the same object while nothing that it says changes. */
function useAxis({ scale, low, high, ticks }: Axis) {
  const joined = ticks.join();
  return useMemo(
    () => ({
      type: 'number' as const,
      scale,
      domain: [low, high],
      ticks: joined === '' ? [] : joined.split(',').map(Number),
      allowDataOverflow: true,
      stroke: 'var(--ink-2)',
    }),
    [scale, low, high, joined],
  );
}

export function LineFrame({
  rows,
  x,
  y,
  yWidth = 72,
  tip,
  children,
}: {
  /** A point of every line for each place on the axis, which `x` names. */
  rows: readonly (Readonly<Record<string, number | null | undefined>> & { readonly x: number })[];
  x: Axis;
  y: Axis;
  /** Room for the labels of the values' axis, in pixels. */
  yWidth?: number | undefined;
  /** What stands under the pointer; Recharts tells it whether there is one and where. */
  tip: ReactElement;
  /** Lines, and what is drawn under and over them. */
  children: ReactNode;
}) {
  const xAxis = useAxis(x);
  const yAxis = useAxis(y);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={firstSize}>
      <LineChart data={rows} margin={margin} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--grid-strong)" />
        <XAxis {...xAxis} tick={scaleTick} dataKey="x" tickFormatter={x.show} />
        <YAxis {...yAxis} tick={scaleTick} tickFormatter={y.show} width={yWidth} />
        <AxisTitles x={x.title} y={y.title} />
        {children}
        <Tooltip isAnimationActive={false} cursor={cursor} content={tip} />
      </LineChart>
    </ResponsiveContainer>
  );
}
