// Chart C3: the computed bound of a decode step as lines, and over it what was measured, on log axes. Loaded with
// Recharts, late.
//
// Bounds are lines, measurements are marks: nothing measured is joined to anything computed. The marks are drawn by
// an overlay of their own (a run's, or a race's), so that a point that arrives does not draw the whole chart anew.

import { memo, useMemo, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { BoundLine } from '../../state/decode';
import { showTime, showTokens } from '../quantity';
import { hueOf, styleOf } from '../variantStyle';
import { AxisTitles } from './AxisTitles';
import { contextTicks, logAxis, roundTick, scaleTick } from './axes';

/** Room for the titles of the axes. */
const margin = { top: 28, right: 20, bottom: 20, left: 8 };
const firstSize = { width: 500, height: 360 };
const cursor = { stroke: 'var(--ink-2)' };

const showTick = (ns: number): string => roundTick(showTime(ns));

/** The computed lines of the chart, by ascending contexts. */
export interface Drawn {
  readonly bounds: readonly BoundLine[];
  readonly contexts: readonly number[];
}

export const DecodeChart = memo(function DecodeChart({
  contexts,
  bounds,
  low,
  high,
  tip: Tip,
  overlay: Overlay,
}: {
  /** Tokens, ascending. */
  contexts: readonly number[];
  bounds: readonly BoundLine[];
  /** Ends of the time axis, ns. */
  low: number;
  high: number;
  /** What stands under the pointer; Recharts tells it whether there is one and where. */
  tip: ComponentType<Drawn>;
  /** What was measured, drawn over the lines. */
  overlay: ComponentType<Drawn>;
}) {
  const { t } = useTranslation();
  const first = contexts[0] ?? 512;
  const last = contexts.at(-1) ?? 4096;
  const xAxis = useMemo(
    // Marks on the first and last context need room beside them.
    () => ({ domain: [first / 1.15, last * 1.15], ticks: contextTicks(contexts) }),
    [first, last, contexts],
  );
  const yAxis = useMemo(() => logAxis([low, high]), [low, high]);
  const rows = contexts.map((context, i) => ({
    context,
    ...Object.fromEntries(bounds.map(({ variantId, boundNs }) => [variantId, boundNs[i]])),
  }));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={firstSize}>
      <LineChart data={rows} margin={margin} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--grid-strong)" />
        <XAxis
          dataKey="context"
          type="number"
          scale="log"
          domain={xAxis.domain}
          ticks={xAxis.ticks}
          tickFormatter={showTokens}
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
          width={64}
          stroke="var(--ink-2)"
        />
        {bounds.map(({ variantId, mode }) => {
          const { dash, width } = styleOf(variantId, mode);
          return (
            <Line
              key={variantId}
              dataKey={variantId}
              stroke={hueOf(variantId)}
              strokeWidth={width}
              strokeDasharray={dash}
              dot={false}
              activeDot={false}
              isAnimationActive={false}
            />
          );
        })}
        <AxisTitles x={t('chart.contextAxis')} y={t('decode.axis')} />
        <Overlay bounds={bounds} contexts={contexts} />
        <Tooltip
          isAnimationActive={false}
          cursor={cursor}
          content={<Tip bounds={bounds} contexts={contexts} />}
        />
      </LineChart>
    </ResponsiveContainer>
  );
});
