// Over chart C2: devices' memory as ceilings, how long each cache can be in the chosen one, and the context chosen.

import { useTranslation } from 'react-i18next';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { deviceById } from '../../facts/devices';
import type { ByteUnit } from '../../state/controls';
import type { Growth } from '../../state/growth';
import { entryName } from '../entryText';
import { exact, showBytes } from '../quantity';
import { RaceMarks } from '../race/RaceMarks';
import { boxOf, footLabel, lineLabels } from './lineLabels';
import { VariantDot } from './VariantDot';

/** Memories that readers know, drawn faintly beside the chosen device's. */
const usualDevices = ['rtx4060', 'rtx4090', 'h100-sxm'].map(deviceById);

const strokes = {
  chosen: { stroke: 'var(--ink)', strokeWidth: 1.5 },
  weights: { stroke: 'var(--ink-2)', strokeDasharray: '10 4' },
  usual: { stroke: 'var(--ink-2)', strokeDasharray: '1 5' },
} as const;

export function GrowthOverlay({ growth, unit }: { growth: Growth; unit: ByteUnit }) {
  const { t } = useTranslation();
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const { contexts, context, device, weightBytes, lines } = growth;
  const right = plot.x + plot.width;
  const first = contexts[0] ?? 1;
  const last = contexts.at(-1) ?? 2;
  const inPlot = (height: number | undefined): height is number =>
    height !== undefined && height > plot.y && height < plot.y + plot.height;
  const memoryY = y(device.memoryBytes);
  const contextX = context !== null && context >= first && context <= last ? x(context) : undefined;
  const limits = lines.flatMap(({ entry, longest, bytesAt }) => {
    if (longest.outcome !== 'fits') return [];
    const tokens = longest.value;
    return tokens >= first && tokens <= last ? [{ entry, tokens, bytes: bytesAt(tokens) }] : [];
  });
  const weightsY = weightBytes === null ? undefined : y(weightBytes);
  const ceilings = [
    { name: device.name, height: memoryY, kind: 'chosen' as const },
    {
      name: t('growth.weights', { bytes: showBytes(weightBytes ?? 0, unit) }),
      height: weightsY,
      kind: 'weights' as const,
    },
    ...usualDevices.map(({ name, memoryBytes }) => ({
      name,
      height: y(memoryBytes),
      kind: 'usual' as const,
    })),
  ].flatMap(({ height, ...rest }) => (inPlot(height) ? [{ ...rest, height }] : []));
  const bounds = { left: plot.x, right, top: plot.y, bottom: plot.y + plot.height };
  const here = context === null ? '' : t('growth.here', { tokens: exact(context) });
  const hereLabel = contextX === undefined ? null : footLabel(contextX, here, bounds);
  const labels = lineLabels(
    ceilings.map(({ name, height, kind }) => ({
      text: name,
      height,
      optional: kind === 'usual',
    })),
    bounds,
    hereLabel ? [boxOf(hereLabel, here, bounds)] : [],
  );
  return (
    <g>
      {ceilings.map(({ name, height, kind }, i) => {
        const label = labels[i];
        return (
          label && (
            <g key={`${kind} ${name}`}>
              <path d={`M${plot.x},${height}H${right}`} {...strokes[kind]} />
              <text
                className={kind === 'chosen' ? 'ceiling-label chosen' : 'ceiling-label'}
                data-kind="name"
                x={label.x}
                y={label.y}
                textAnchor={label.anchor}
              >
                {name}
              </text>
            </g>
          )
        );
      })}
      <RaceMarks lines={lines} x={x} y={y} />
      {contextX !== undefined && hereLabel && (
        <>
          <path
            d={`M${contextX},${plot.y}V${plot.y + plot.height}`}
            stroke="var(--ink)"
            strokeDasharray="3 3"
          />
          <text
            className="ceiling-label chosen"
            data-kind="chosen"
            x={hereLabel.x}
            y={hereLabel.y}
            textAnchor={hereLabel.anchor}
          >
            {here}
          </text>
        </>
      )}
      {/* The table above the chart has the numbers: written here they would stand beside each other's marks. */}
      {limits.map(({ entry, tokens, bytes }) => (
        <g key={entry.key} data-kind="computed">
          <title>
            {t('growth.longestAt', {
              variant: entryName(t, entry),
              tokens: t('chart.tokens', { count: tokens }),
              device: device.name,
            })}
          </title>
          <VariantDot variantId={entry.variant.id} mode={entry.mode} cx={x(tokens)} cy={y(bytes)} />
        </g>
      ))}
    </g>
  );
}
