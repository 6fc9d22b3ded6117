// Over the chart of two ways to compute attention: where they cost the same, with the number of new tokens.

import { useTranslation } from 'react-i18next';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { useStore } from 'zustand';
import type { Crossover } from '../../state/crossover';
import { crossoverResults } from '../../state/crossoverResults';
import { measuredCrossing } from '../../state/crossoverRun';
import { entryName } from '../entryText';
import { exact } from '../quantity';

export function CrossoverOverlay({ crossover }: { crossover: Crossover }) {
  const { t } = useTranslation();
  const run = useStore(crossoverResults, (r) => r.run);
  const points = useStore(crossoverResults, (r) => r.points);
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const [few, many] = run?.request.contenders ?? [];
  const measured = few && many ? measuredCrossing(points, few, many) : null;
  const bottom = plot.y + plot.height;
  const last = crossover.newTokens.at(-1) ?? 1;
  const crossings = crossover.pairs
    .flatMap(({ entry, fewest, fewestFlops: flops }) =>
      fewest !== null && flops !== null && fewest > 1 && fewest <= last
        ? [{ entry, fewest, flops }]
        : [],
    )
    .toSorted((a, b) => a.fewest - b.fewest);
  return (
    <g>
      {/* Where the samples leave the measured crossing open, across the computed curves: times have an axis of their own. */}
      {measured && (
        <g className="measured-crossing" data-kind="measured">
          <path
            d={`M${x(measured.from)},${plot.y}H${x(measured.to)}V${bottom}H${x(measured.from)}Z`}
            fill="var(--ink)"
            fillOpacity={0.08}
          />
          <path
            d={`M${x(measured.newTokens)},${plot.y}V${bottom}`}
            stroke="var(--ink)"
            strokeDasharray="1 4"
            strokeWidth={2}
          />
          <text
            className="ceiling-label chosen"
            x={(x(measured.newTokens) ?? plot.x) - 6}
            y={plot.y + 14}
            textAnchor="end"
          >
            {t('decode.measured')} {exact(Math.round(measured.newTokens))}
          </text>
        </g>
      )}
      {crossings.map(({ entry, fewest, flops }, i) => {
        const at = x(fewest) ?? plot.x;
        const height = y(flops) ?? bottom;
        // The first of several stands on the other side of its line, away from the next one's.
        const before = i === 0 && crossings.length > 1;
        const count = exact(fewest);
        return (
          <g key={entry.key}>
            <path d={`M${at},${height}V${bottom}`} stroke="var(--ink)" strokeDasharray="3 3" />
            <circle cx={at} cy={height} r={6} fill="none" stroke="var(--ink)" strokeWidth={1.5} />
            <text
              className="ceiling-label chosen"
              data-kind="computed"
              x={before ? at - 6 : at + 6}
              y={bottom - 8 - 18 * Math.max(i - 1, 0)}
              textAnchor={before ? 'end' : 'start'}
            >
              {crossings.length > 1 ? `${entryName(t, entry)} ${count}` : count}
            </text>
          </g>
        );
      })}
    </g>
  );
}
