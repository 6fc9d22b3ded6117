// Over chart C2: devices' memory as ceilings, where each cache fills the chosen one, and the context chosen.

import { useTranslation } from 'react-i18next';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { deviceById } from '../../facts/devices';
import type { Growth } from '../../state/growth';
import { entryName } from '../entryText';
import { RaceMarks } from '../race/RaceMarks';
import { VariantDot } from './VariantDot';

/** Memories that readers know, drawn faintly beside the chosen device's. */
const usualDevices = ['rtx4060', 'rtx4090', 'h100-sxm'].map(deviceById);

/** Ceilings closer than this, in pixels, would write over the chosen one. */
const crowded = 16;

export function GrowthOverlay({ growth }: { growth: Growth }) {
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
  const crossings = lines.filter(
    ({ fullAtTokens }) => fullAtTokens >= first && fullAtTokens <= last,
  );
  const weightsY = weightBytes === null ? undefined : y(weightBytes);
  const isCrowded = (height: number) =>
    [memoryY, weightsY].some((other) => Math.abs(height - (other ?? -crowded)) < crowded);
  const ceilings = usualDevices.flatMap(({ id, name, memoryBytes }) => {
    const height = y(memoryBytes);
    if (!inPlot(height) || isCrowded(height)) return [];
    return [{ id, name, height }];
  });
  return (
    <g>
      {ceilings.map(({ id, name, height }) => (
        <g key={id}>
          <path d={`M${plot.x},${height}H${right}`} stroke="var(--ink-2)" strokeDasharray="1 5" />
          <text className="ceiling-label" data-kind="name" x={plot.x + 5} y={height - 5}>
            {name}
          </text>
        </g>
      ))}
      {inPlot(weightsY) && (
        <>
          <path
            d={`M${plot.x},${weightsY}H${right}`}
            stroke="var(--ink-2)"
            strokeDasharray="10 4"
          />
          <text
            className="ceiling-label"
            x={plot.x + 5}
            // Beneath its line where the chosen device's name stands above it.
            y={weightsY + (Math.abs(weightsY - (memoryY ?? -crowded)) < 2 * crowded ? 14 : -5)}
          >
            {t('growth.weights')}
          </text>
        </>
      )}
      <RaceMarks lines={lines} x={x} y={y} />
      {contextX !== undefined && (
        <path
          d={`M${contextX},${plot.y}V${plot.y + plot.height}`}
          stroke="var(--ink)"
          strokeDasharray="3 3"
        />
      )}
      {inPlot(memoryY) && (
        <>
          <path d={`M${plot.x},${memoryY}H${right}`} stroke="var(--ink)" strokeWidth={1.5} />
          <text className="ceiling-label chosen" data-kind="name" x={plot.x + 5} y={memoryY - 5}>
            {device.name}
          </text>
          {/* The table above the chart has the numbers: written here they would stand beside each other's marks. */}
          {crossings.map(({ entry, fullAtTokens }) => (
            <g key={entry.key} data-kind="computed">
              <title>
                {t('growth.crossing', {
                  variant: entryName(t, entry),
                  tokens: t('chart.tokens', { count: fullAtTokens }),
                  device: device.name,
                })}
              </title>
              <VariantDot
                variantId={entry.variant.id}
                mode={entry.mode}
                cx={x(fullAtTokens)}
                cy={memoryY}
              />
            </g>
          ))}
        </>
      )}
    </g>
  );
}
