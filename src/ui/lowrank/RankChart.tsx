// Lines against the rank on log axes: what is lost, or the singular values themselves. Loaded with Recharts, late.

import { memo, useMemo, type ReactNode } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { AxisTitles } from '../charts/AxisTitles';
import { logAxis, scaleTick } from '../charts/axes';
import { TipFrame } from '../charts/TipFrame';
import { exact, showShare } from '../quantity';
import type { RankLine } from './rankLines';

/** Room for the titles of the axes. */
const margin = { top: 28, right: 20, bottom: 20, left: 8 };
const firstSize = { width: 500, height: 360 };
const cursor = { stroke: 'var(--ink-2)' };

/** Less than this is rounding, or nobody reads it as a percentage. */
export const leastShown = 1e-5;

/** A share as an axis has it: 100 %, 0.1 %. */
const showTick = (share: number): string => `${exact(Number((share * 100).toPrecision(3)))} %`;

/** What stands under the pointer; Recharts fills in the rest. */
function RankTip({
  active,
  label,
  xs,
  lines,
  showX,
}: {
  active?: boolean;
  label?: string | number;
  xs: readonly number[];
  lines: readonly RankLine[];
  showX: (x: number) => string;
}) {
  if (!active || label === undefined) return null;
  const at = xs.indexOf(Number(label));
  return (
    <TipFrame title={showX(Number(label))}>
      {lines.map(({ key, name, shares }) => (
        <li key={key}>
          {name} <b data-kind="measured">{showShare(shares[at] ?? 0)}</b>
        </li>
      ))}
    </TipFrame>
  );
}

export const RankChart = memo(function RankChart({
  xs,
  high,
  lines,
  titles,
  showX,
  over,
}: {
  /** Ranks, ascending, up to `high`. */
  xs: readonly number[];
  high: number;
  lines: readonly RankLine[];
  titles: { readonly x: string; readonly y: string };
  showX: (x: number) => string;
  /** Drawn above the lines. */
  over?: ReactNode;
}) {
  const low = xs[0] ?? 1;
  const xAxis = useMemo(() => {
    const { ticks } = logAxis([low, high], 2, 7);
    return {
      domain: [low, Math.max(high, low * 2)],
      ticks: ticks.filter((t) => t >= low && t <= high),
    };
  }, [low, high]);
  const shown = lines.flatMap(({ shares }) => shares.filter((share) => share >= leastShown));
  const least = Math.min(0.1, ...shown);
  const yAxis = useMemo(() => logAxis([least, 1]), [least]);
  const rows = xs.map((x, i) => ({
    x,
    ...Object.fromEntries(
      lines.map(({ key, shares }) => {
        const share = shares[i] ?? 0;
        return [key, share >= leastShown ? share : null];
      }),
    ),
  }));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={firstSize}>
      <LineChart data={rows} margin={margin} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--grid-strong)" />
        <XAxis
          dataKey="x"
          type="number"
          scale="log"
          domain={xAxis.domain}
          ticks={xAxis.ticks}
          tickFormatter={exact}
          tick={scaleTick}
          allowDataOverflow
          stroke="var(--ink-2)"
        />
        <YAxis
          type="number"
          scale="log"
          domain={yAxis.domain}
          ticks={yAxis.ticks}
          tickFormatter={showTick}
          tick={scaleTick}
          allowDataOverflow
          width={72}
          stroke="var(--ink-2)"
        />
        {lines.map(({ key, stroke, width, dash, isStep }) => (
          <Line
            key={key}
            dataKey={key}
            type={isStep ? 'stepBefore' : 'linear'}
            stroke={stroke}
            strokeWidth={width}
            strokeDasharray={dash}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        ))}
        <AxisTitles {...titles} />
        {over}
        <Tooltip
          isAnimationActive={false}
          cursor={cursor}
          content={<RankTip xs={xs} lines={lines} showX={showX} />}
        />
      </LineChart>
    </ResponsiveContainer>
  );
});
