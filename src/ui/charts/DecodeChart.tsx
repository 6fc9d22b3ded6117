// Chart C3: the computed bound of a decode step as lines, and over it what was measured, on log axes. Loaded with
// Recharts, late.
//
// Bounds are lines, measurements are marks: nothing measured is joined to anything computed. The marks are drawn by
// an overlay of their own (a run's, or a race's), so that a point that arrives does not draw the whole chart anew.

import { memo, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Line } from 'recharts';
import type { BoundLine } from '../../state/decode';
import { showTime, showTokens } from '../quantity';
import { hueOf, styleOf } from '../variantStyle';
import { contextTicks, logAxis, roundTick } from './axes';
import { LineFrame, plainLine } from './LineFrame';

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
  const times = logAxis([low, high]);
  const rows = contexts.map((x, i) => ({
    x,
    ...Object.fromEntries(bounds.map(({ variantId, boundNs }) => [variantId, boundNs[i]])),
  }));
  return (
    <LineFrame
      rows={rows}
      x={{
        title: t('chart.contextAxis'),
        scale: 'log',
        // Marks on the first and last context need room beside them.
        low: first / 1.15,
        high: last * 1.15,
        ticks: contextTicks(contexts),
        show: showTokens,
      }}
      y={{ title: t('decode.axis'), scale: 'log', ...times, show: showTick }}
      yWidth={64}
      tip={<Tip bounds={bounds} contexts={contexts} />}
    >
      {bounds.map(({ variantId, mode }) => {
        const { dash, width } = styleOf(variantId, mode);
        return (
          <Line
            key={variantId}
            dataKey={variantId}
            stroke={hueOf(variantId)}
            strokeWidth={width}
            strokeDasharray={dash}
            {...plainLine}
          />
        );
      })}
      <Overlay bounds={bounds} contexts={contexts} />
    </LineFrame>
  );
});
