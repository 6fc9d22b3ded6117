// Chart C3: measured decode times with their quartiles, and the computed bound, on log axes. Loaded with Recharts, late.
//
// Bounds are lines, measurements are marks: nothing measured is joined to anything computed.

import { memo } from 'react';
import {
  CartesianGrid,
  ComposedChart,
  ErrorBar,
  Line,
  ReferenceDot,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { variantById } from '../../attention/variants';
import type { MeasuredPoint } from '../../engine/protocol';
import type { BoundLine } from '../../state/decode';
import type { FailedPoint } from '../../state/results';
import { showTime, showTokens } from '../quantity';
import { hueOf, styleOf } from '../variantStyle';
import { contextTicks, logAxis } from './axes';
import { ChartTip, type TipValue } from './ChartTip';
import { VariantDot } from './VariantDot';

export interface DecodeSeries {
  /** Tokens, ascending. */
  readonly contexts: readonly number[];
  readonly bounds: readonly BoundLine[];
  readonly points: readonly MeasuredPoint[];
  readonly failures: readonly FailedPoint[];
}

/** Marks of several variants at one context stand side by side, a step of this part of the axis apart. */
const dodgeStep = 0.02;

/**
 * Rows in the order of the axis: at each context the bounds, and around it each variant's median with the distances
 * to its quartiles, under keys of their own.
 */
function rowsOf({ contexts, bounds, points }: DecodeSeries, span: number) {
  const place = (context: number, i: number) =>
    context * span ** (dodgeStep * (i - (bounds.length - 1) / 2));
  const rows = contexts.flatMap((context, at): ({ place: number } & Record<string, unknown>)[] => [
    {
      place: context,
      ...Object.fromEntries(
        bounds.map(({ variantId, boundNs }) => [`bound ${variantId}`, boundNs[at]]),
      ),
    },
    ...bounds.flatMap(({ variantId }, i) =>
      points
        .filter((point) => point.context === context && point.variantId === variantId)
        .map(({ medianNs, q1Ns, q3Ns }) => ({
          place: place(context, i),
          [`median ${variantId}`]: medianNs,
          [`spread ${variantId}`]: [medianNs - q1Ns, q3Ns - medianNs],
        })),
    ),
  ]);
  return rows.toSorted((a, b) => a.place - b.place);
}

export const DecodeChart = memo(function DecodeChart({
  series,
  boundName,
  medianName,
}: {
  series: DecodeSeries;
  boundName: string;
  medianName: string;
}) {
  const { contexts, bounds, points, failures } = series;
  const times = [
    ...bounds.flatMap(({ boundNs }) => boundNs),
    ...points.flatMap(({ q1Ns, q3Ns }) => [q1Ns, q3Ns]),
  ];
  const { domain, ticks } = logAxis(times);
  const first = contexts[0] ?? 512;
  const last = contexts.at(-1) ?? 4096;
  const contextAt = (place: number) =>
    contexts.find((context) => Math.abs(Math.log2(place / context)) < 0.5) ?? place;
  const valuesAt = (context: number): TipValue[] => [
    ...bounds.map(({ variantId, mode, boundNs }) => ({
      variantId,
      mode,
      name: `${variantById(variantId).name}, ${boundName}`,
      value: boundNs[contexts.indexOf(context)] ?? 0,
    })),
    ...points
      .filter((point) => point.context === context)
      .map(({ variantId, mode, medianNs }) => ({
        variantId,
        mode,
        name: `${variantById(variantId).name}, ${medianName}`,
        value: medianNs,
      })),
  ];
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 500, height: 336 }}>
      <ComposedChart
        data={rowsOf(series, last / first)}
        margin={{ top: 16, right: 16, bottom: 4, left: 8 }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke="var(--grid-strong)" />
        <XAxis
          dataKey="place"
          type="number"
          scale="log"
          // Marks on the first and last context need room beside them.
          domain={[first / 1.15, last * 1.15]}
          ticks={contextTicks(contexts)}
          tickFormatter={showTokens}
          allowDataOverflow
          stroke="var(--ink-2)"
        />
        <YAxis
          type="number"
          scale="log"
          domain={domain}
          ticks={ticks}
          tickFormatter={(ns: number) => showTime(ns).replace('.00', '').replace('.0 ', ' ')}
          allowDataOverflow
          width={64}
          stroke="var(--ink-2)"
        />
        {bounds.map(({ variantId, mode }) => {
          const { dash, width } = styleOf(variantId, mode);
          return (
            <Line
              key={`bound ${variantId}`}
              dataKey={`bound ${variantId}`}
              stroke={hueOf(variantId)}
              strokeWidth={width}
              strokeDasharray={dash}
              dot={false}
              activeDot={false}
              // Rows of marks lie between those of the line.
              connectNulls
              isAnimationActive={false}
            />
          );
        })}
        {bounds.map(({ variantId, mode }) => (
          <Line
            key={`median ${variantId}`}
            dataKey={`median ${variantId}`}
            stroke="none"
            activeDot={false}
            isAnimationActive={false}
            dot={<MeasuredDot variantId={variantId} mode={mode} />}
          >
            <ErrorBar
              dataKey={`spread ${variantId}`}
              direction="y"
              width={7}
              stroke={hueOf(variantId)}
              strokeWidth={1.5}
              isAnimationActive={false}
            />
          </Line>
        ))}
        {failures.map(({ variantId, mode, context }) => (
          <ReferenceDot
            key={`${variantId} ${mode} ${context}`}
            x={context}
            y={domain[1]}
            shape={<FailedDot variantId={variantId} />}
          />
        ))}
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--ink-2)' }}
          content={<ChartTip contextAt={contextAt} valuesAt={valuesAt} show={showTime} />}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
});

/** The mark of a measured point; Recharts clones it with the place, and with no value where there is no point. */
function MeasuredDot({
  variantId,
  mode,
  cx,
  cy,
  value,
}: {
  variantId: string;
  mode: string;
  cx?: number;
  cy?: number;
  value?: unknown;
}) {
  if (value === undefined || value === null) return null;
  return <VariantDot variantId={variantId} mode={mode} cx={cx} cy={cy} />;
}

/** A cross on the upper edge: the point was tried and could not be had. */
function FailedDot({ variantId, cx = 0, cy = 0 }: { variantId: string; cx?: number; cy?: number }) {
  return (
    <path
      className="failed-dot"
      transform={`translate(${cx},${cy})`}
      d="M-5,-5L5,5M-5,5L5,-5"
      stroke={hueOf(variantId)}
      strokeWidth={2.5}
    />
  );
}
