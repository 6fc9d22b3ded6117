// Over the chart of two ways to compute attention: where they cost the same, with the number of new tokens.

import { useTranslation } from 'react-i18next';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { Crossover } from '../../state/crossover';
import { entryName } from '../entryText';
import { exact } from '../quantity';

export function CrossoverOverlay({ crossover }: { crossover: Crossover }) {
  const { t } = useTranslation();
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
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
