// Over chart C3: what the dispatches of a step take, as measured on this device: a dotted line of its own, joined to
// nothing.

import { useTranslation } from 'react-i18next';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { useStore } from 'zustand';
import type { Contender } from '../../engine/protocol';
import { ceilingStore } from '../../state/ceilings';
import { launchLines, type LaunchLine } from '../../state/launches';
import { resultsStore } from '../../state/results';
import { exact } from '../quantity';
import { useStreamed } from '../useStreamed';
import type { Drawn } from './DecodeChart';

/** Half the width of a line over a single context, in pixels. */
const alone = 16;

export function LaunchOverlay({ bounds }: Drawn) {
  const { t } = useTranslation();
  const points = useStreamed(resultsStore, (s) => s.points);
  const run = useStreamed(resultsStore, (s) => s.run);
  const own = useStore(ceilingStore, (s) => s.measured);
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const isDrawn = ({ variantId }: Contender) => bounds.some((each) => each.variantId === variantId);
  const lines = launchLines(points.filter(isDrawn), run, own);
  const heightOf = ({ places }: LaunchLine) => y(places[0]?.ns ?? 1) ?? 0;
  const sorted = lines.toSorted((a, b) => heightOf(a) - heightOf(b));
  return (
    <g data-kind="measured" className="launches">
      {sorted.map(({ variantIds, places }, i) => {
        const at = places.map(({ context, ns }) => [x(context) ?? 0, y(ns) ?? 0] as const);
        const [first] = at;
        const last = at.at(-1);
        const counts = places.map(({ dispatches }) => dispatches);
        if (!first || !last) return null;
        const path = [
          [first[0] - alone, first[1]] as const,
          ...at,
          [last[0] + alone, last[1]] as const,
        ];
        return (
          <g key={variantIds.join(' ')}>
            <path
              className="launch-line"
              d={`M${path.map((point) => point.join(',')).join('L')}`}
              fill="none"
              stroke="var(--ink)"
              strokeWidth={2}
              strokeDasharray="1 4"
            />
            {/* The lowest is named from below: lines may be close to each other. */}
            <text
              className="ceiling-label"
              x={plot.x + plot.width - 4}
              y={last[1] + (i > 0 && i === sorted.length - 1 ? 16 : -6)}
              textAnchor="end"
            >
              {t('decode.launchLabel', {
                count: Math.max(...counts),
                dispatches: exact(Math.max(...counts)),
              })}
            </text>
          </g>
        );
      })}
    </g>
  );
}
