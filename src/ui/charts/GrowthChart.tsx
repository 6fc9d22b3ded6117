// Chart C2: cache against context on log axes, with the memory of devices as ceilings. Loaded with Recharts, late.

import { memo } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { variantById } from '../../attention/variants';
import { deviceById } from '../../facts/devices';
import type { ByteUnit } from '../../state/controls';
import type { Growth } from '../../state/growth';
import { roughTokens, showBytes, showTokens } from '../quantity';
import { hueOf, styleOf } from '../variantStyle';
import { byteAxis, contextTicks } from './axes';
import { ChartTip, type TipValue } from './ChartTip';
import { VariantDot } from './VariantDot';

/** Memories that readers know, drawn faintly beside the chosen device's. */
const usualDevices = ['rtx4060', 'rtx4090', 'h100-sxm'].map(deviceById);

/** Crossings closer than this ratio of tokens would write over each other on the same side. */
const crowded = 3;

export const GrowthChart = memo(function GrowthChart({
  growth,
  unit,
}: {
  growth: Growth;
  unit: ByteUnit;
}) {
  const { contexts, context, device, lines } = growth;
  const first = contexts[0] ?? 1;
  const last = contexts.at(-1) ?? 2;
  const { domain, ticks } = byteAxis(
    [...lines.flatMap(({ bytes }) => bytes), device.memoryBytes],
    unit,
  );
  const rows = contexts.map((tokens, i) => ({
    tokens,
    ...Object.fromEntries(lines.map(({ variantId, bytes }) => [variantId, bytes[i]])),
  }));
  const ceilings = usualDevices.filter(
    ({ id, memoryBytes }) =>
      id !== device.id &&
      memoryBytes !== device.memoryBytes &&
      memoryBytes > domain[0] &&
      memoryBytes < domain[1],
  );
  const crossings = lines
    .filter(({ fullAtTokens }) => fullAtTokens >= first && fullAtTokens <= last)
    .toSorted((a, b) => a.fullAtTokens - b.fullAtTokens);
  const valuesAt = (tokens: number): TipValue[] =>
    lines.map(({ variantId, mode, bytes }) => ({
      variantId,
      mode,
      name: variantById(variantId).name,
      value: bytes[contexts.indexOf(tokens)] ?? 0,
    }));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 500, height: 336 }}>
      <LineChart
        data={rows}
        margin={{ top: 16, right: 56, bottom: 4, left: 8 }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke="var(--grid-strong)" />
        <XAxis
          dataKey="tokens"
          type="number"
          scale="log"
          domain={[first, last]}
          ticks={contextTicks(contexts)}
          tickFormatter={showTokens}
          allowDataOverflow
          stroke="var(--ink-2)"
        />
        <YAxis
          type="number"
          scale="log"
          domain={[...domain]}
          ticks={[...ticks]}
          tickFormatter={(bytes: number) =>
            showBytes(bytes, unit).replace('.00', '').replace('.0 ', ' ')
          }
          allowDataOverflow
          width={72}
          stroke="var(--ink-2)"
        />
        {ceilings.map(({ id, name, memoryBytes }) => (
          <ReferenceLine
            key={id}
            y={memoryBytes}
            stroke="var(--ink-2)"
            strokeDasharray="1 5"
            label={{ value: name, position: 'insideBottomLeft', className: 'ceiling-label' }}
          />
        ))}
        <ReferenceLine
          y={device.memoryBytes}
          stroke="var(--ink)"
          strokeWidth={1.5}
          label={{
            value: `${device.name}, ${showBytes(device.memoryBytes, unit)}`,
            position: 'insideBottomLeft',
            className: 'ceiling-label chosen',
          }}
        />
        {context !== null && context >= first && context <= last && (
          <ReferenceLine x={context} stroke="var(--ink)" strokeDasharray="3 3" />
        )}
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
        {crossings.map(({ variantId, mode, fullAtTokens }, i) => (
          <ReferenceDot
            key={variantId}
            x={fullAtTokens}
            y={device.memoryBytes}
            shape={
              <Crossing
                variantId={variantId}
                mode={mode}
                text={`${variantById(variantId).name} ${roughTokens(fullAtTokens)}`}
                beforeMark={(crossings[i + 1]?.fullAtTokens ?? Infinity) < fullAtTokens * crowded}
              />
            }
          />
        ))}
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--ink-2)' }}
          content={<ChartTip valuesAt={valuesAt} show={(bytes) => showBytes(bytes, unit)} />}
        />
      </LineChart>
    </ResponsiveContainer>
  );
});

/**
 * Where a line crosses the ceiling, with the tokens that fit: below to the right of the mark, or above to its
 * left; the rising line leaves both free.
 */
function Crossing({
  variantId,
  mode,
  text,
  beforeMark,
  cx = 0,
  cy = 0,
}: {
  variantId: string;
  mode: string;
  text: string;
  beforeMark: boolean;
  cx?: number;
  cy?: number;
}) {
  return (
    <g>
      <text
        className="crossing-label"
        x={beforeMark ? cx - 7 : cx + 7}
        y={beforeMark ? cy - 8 : cy + 17}
        textAnchor={beforeMark ? 'end' : 'start'}
      >
        {text}
      </text>
      <VariantDot variantId={variantId} mode={mode} cx={cx} cy={cy} />
    </g>
  );
}
