// The titles of a chart's axes, both to be read from left to right: above the one, below the other.

import { usePlotArea } from 'recharts';

export function AxisTitles({ x, y }: { x: string; y: string }) {
  const plot = usePlotArea();
  if (!plot) return null;
  return (
    <g className="axis-titles" data-kind="scale">
      <text x={8} y={plot.y - 12}>
        {y}
      </text>
      <text x={plot.x + plot.width} y={plot.y + plot.height + 40} textAnchor="end">
        {x}
      </text>
    </g>
  );
}
