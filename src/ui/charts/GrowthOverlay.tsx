// Over chart C2: devices' memory as ceilings, where each cache fills the chosen one, and the context chosen.

import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { variantById } from '../../attention/variants';
import { deviceById } from '../../facts/devices';
import type { ByteUnit } from '../../state/controls';
import type { Growth } from '../../state/growth';
import { roughTokens, showBytes } from '../quantity';
import { VariantDot } from './VariantDot';

/** Memories that readers know, drawn faintly beside the chosen device's. */
const usualDevices = ['rtx4060', 'rtx4090', 'h100-sxm'].map(deviceById);

/** Crossings closer than this ratio of tokens would write over each other on the same side. */
const crowded = 3;

export function GrowthOverlay({ growth, unit }: { growth: Growth; unit: ByteUnit }) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const { contexts, context, device, lines } = growth;
  const right = plot.x + plot.width;
  const first = contexts[0] ?? 1;
  const last = contexts.at(-1) ?? 2;
  const inPlot = (height: number | undefined): height is number =>
    height !== undefined && height > plot.y && height < plot.y + plot.height;
  const memoryY = y(device.memoryBytes);
  const contextX = context !== null && context >= first && context <= last ? x(context) : undefined;
  const crossings = lines
    .filter(({ fullAtTokens }) => fullAtTokens >= first && fullAtTokens <= last)
    .toSorted((a, b) => a.fullAtTokens - b.fullAtTokens);
  return (
    <g>
      {usualDevices
        .filter(({ memoryBytes }) => memoryBytes !== device.memoryBytes)
        .map(({ id, name, memoryBytes }) => ({
          id,
          name,
          height: y(memoryBytes),
          // On the far side of its line from the chosen one, where the crossings are labelled.
          labelOffset: memoryBytes < device.memoryBytes ? 14 : -5,
        }))
        .map(({ id, name, height, labelOffset }) =>
          inPlot(height) ? (
            <g key={id}>
              <path
                d={`M${plot.x},${height}H${right}`}
                stroke="var(--ink-2)"
                strokeDasharray="1 5"
              />
              <text className="ceiling-label" x={plot.x + 5} y={height + labelOffset}>
                {name}
              </text>
            </g>
          ) : null,
        )}
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
          <text className="ceiling-label chosen" x={plot.x + 5} y={memoryY - 5}>
            {showBytes(device.memoryBytes, unit)}
          </text>
          {crossings.map(({ variantId, mode, fullAtTokens }, i) => {
            const next = crossings[i + 1]?.fullAtTokens ?? Infinity;
            const at = x(fullAtTokens) ?? 0;
            // Below to the right of the mark, or above to its left: the rising line leaves both free.
            const before = next < fullAtTokens * crowded;
            return (
              <g key={variantId}>
                <text
                  className="crossing-label"
                  x={before ? at - 7 : at + 7}
                  y={before ? memoryY - 8 : memoryY + 17}
                  textAnchor={before ? 'end' : 'start'}
                >
                  {variantById(variantId).name} {roughTokens(fullAtTokens)}
                </text>
                <VariantDot variantId={variantId} mode={mode} cx={at} cy={memoryY} />
              </g>
            );
          })}
        </>
      )}
    </g>
  );
}
