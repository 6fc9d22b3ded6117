// Over chart C7: the number of query heads that the model has.

import { usePlotArea, useXAxisScale } from 'recharts';

export function HeadsOverlay({ chosen }: { chosen: number | null }) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const at = chosen === null ? undefined : x?.(chosen);
  if (!plot || at === undefined) return null;
  return (
    <path
      d={`M${at},${plot.y}V${plot.y + plot.height}`}
      stroke="var(--ink)"
      strokeDasharray="3 3"
    />
  );
}
