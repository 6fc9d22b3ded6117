// Over the chart of two ways to compute attention: where they cost the same, with the number of new tokens.

import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { Crossover } from '../../state/crossover';
import { exact } from '../quantity';

export function CrossoverOverlay({ crossover }: { crossover: Crossover }) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const bottom = plot.y + plot.height;
  const last = crossover.newTokens.at(-1) ?? 1;
  let free = bottom - 8;
  return (
    <g>
      {crossover.pairs.map(({ entry, fewest, fewestFlops }) => {
        if (fewest === null || fewestFlops === null || fewest > last || fewest < 2) return null;
        const at = x(fewest) ?? plot.x;
        const height = y(fewestFlops) ?? bottom;
        const label = free;
        free -= 18;
        return (
          <g key={entry.key}>
            <path d={`M${at},${height}V${bottom}`} stroke="var(--ink)" strokeDasharray="3 3" />
            <circle cx={at} cy={height} r={6} fill="none" stroke="var(--ink)" strokeWidth={1.5} />
            <text className="ceiling-label chosen" x={at + 6} y={label}>
              {entry.pin === null ? exact(fewest) : `${entry.pin}: ${exact(fewest)}`}
            </text>
          </g>
        );
      })}
    </g>
  );
}
