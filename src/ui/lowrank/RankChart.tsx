// Lines against the rank on log axes: what is lost, or the singular values themselves. Loaded with Recharts, late.

import { memo, type ReactNode } from 'react';
import { Line } from 'recharts';
import { logAxis } from '../charts/axes';
import { LineFrame, plainLine } from '../charts/LineFrame';
import { TipFrame } from '../charts/TipFrame';
import { exact, showShare } from '../quantity';
import type { RankLine } from './rankLines';

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
  const shown = lines.flatMap(({ shares }) => shares.filter((share) => share >= leastShown));
  const least = Math.min(0.1, ...shown);
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
    <LineFrame
      rows={rows}
      x={{
        title: titles.x,
        scale: 'log',
        low,
        high: Math.max(high, low * 2),
        ticks: logAxis([low, high], 2, 7).ticks.filter((t) => t >= low && t <= high),
        show: exact,
      }}
      y={{ title: titles.y, scale: 'log', ...logAxis([least, 1]), show: showTick }}
      tip={<RankTip xs={xs} lines={lines} showX={showX} />}
    >
      {lines.map(({ key, stroke, width, dash, isStep }) => (
        <Line
          key={key}
          dataKey={key}
          type={isStep ? 'stepBefore' : 'linear'}
          stroke={stroke}
          strokeWidth={width}
          strokeDasharray={dash}
          {...plainLine}
        />
      ))}
      {over}
    </LineFrame>
  );
});
