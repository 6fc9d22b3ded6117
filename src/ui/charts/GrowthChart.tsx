// Chart C2: cache against context on log axes, with the memory of devices as ceilings. Loaded with Recharts, late.
//
// What a drag changes is the data alone: every other property keeps its identity, or Recharts would lay the axes out
// anew at each step.

import { memo, useMemo } from 'react';
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
import { variantById } from '../../attention/variants';
import type { ByteUnit } from '../../state/controls';
import type { Growth } from '../../state/growth';
import { showBytes, showTokens } from '../quantity';
import { hueOf, styleOf } from '../variantStyle';
import { AxisTitles } from './AxisTitles';
import { byteAxis, contextTicks, scaleTick } from './axes';
import { ChartTip, type TipValue } from './ChartTip';
import { GrowthOverlay } from './GrowthOverlay';

/** Room for the titles of the axes, and for half of the last tick's label. */
const margin = { top: 28, right: 20, bottom: 20, left: 8 };
const firstSize = { width: 500, height: 360 };
const cursor = { stroke: 'var(--ink-2)' };

export const GrowthChart = memo(function GrowthChart({
  growth,
  unit,
}: {
  growth: Growth;
  unit: ByteUnit;
}) {
  const { t } = useTranslation();
  const { contexts, device, lines } = growth;
  const first = contexts[0] ?? 1;
  const last = contexts.at(-1) ?? 2;
  const { low, high } = byteAxis(
    [...lines.flatMap(({ bytes }) => bytes), device.memoryBytes],
    unit,
  );
  const xAxis = useMemo(
    () => ({ domain: [first, last], ticks: contextTicks(contexts) }),
    [first, last, contexts],
  );
  const yAxis = useMemo(
    () => ({
      ...byteAxis([low, high], unit),
      show: (bytes: number) => showBytes(bytes, unit).replace('.00', '').replace('.0 ', ' '),
    }),
    [low, high, unit],
  );
  const rows = contexts.map((tokens, i) => ({
    tokens,
    ...Object.fromEntries(lines.map(({ variantId, bytes }) => [variantId, bytes[i]])),
  }));
  const valuesAt = (tokens: number): TipValue[] =>
    lines.map(({ variantId, mode, bytes }) => ({
      variantId,
      mode,
      name: variantById(variantId).name,
      value: bytes[contexts.indexOf(tokens)] ?? 0,
    }));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={firstSize}>
      <LineChart data={rows} margin={margin} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--grid-strong)" />
        <XAxis
          dataKey="tokens"
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
          tickFormatter={yAxis.show}
          tick={scaleTick}
          allowDataOverflow
          width={72}
          stroke="var(--ink-2)"
        />
        {lines.map(({ variantId, mode }) => {
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
        <AxisTitles x={t('chart.contextAxis')} y={t('growth.axis')} />
        <GrowthOverlay growth={growth} />
        <Tooltip
          isAnimationActive={false}
          cursor={cursor}
          content={<ChartTip valuesAt={valuesAt} show={(bytes) => showBytes(bytes, unit)} />}
        />
      </LineChart>
    </ResponsiveContainer>
  );
});
