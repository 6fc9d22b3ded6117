// Over chart C7: the number of query heads that the model has, and each line's mark: lines that coincide are told apart.

import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { EntryLine } from './LinesChart';
import { VariantDot } from './VariantDot';

export function HeadsOverlay({
  heads,
  lines,
  chosen,
}: {
  heads: readonly number[];
  lines: readonly EntryLine[];
  chosen: number | null;
}) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const at = chosen === null ? undefined : x(chosen);
  return (
    <g>
      {at !== undefined && (
        <path
          d={`M${at},${plot.y}V${plot.y + plot.height}`}
          stroke="var(--ink)"
          strokeDasharray="3 3"
        />
      )}
      {lines.map(({ entry, values }, i) => {
        // Line after line a place further to the right, so that no mark lies on another.
        const place = Math.round(((i + 1) * heads.length) / (lines.length + 1));
        const value = values[place];
        if (value === null || value === undefined) return null;
        return (
          <VariantDot
            key={entry.key}
            variantId={entry.variant.id}
            mode={entry.mode}
            cx={x(heads[place] ?? 1)}
            cy={y(value)}
          />
        );
      })}
    </g>
  );
}
