// The letters of configurations put aside, at the right ends of their lines: there are only so many dashes.

import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { EntryLine } from './LinesChart';

export function LineEnds({ xs, lines }: { xs: readonly number[]; lines: readonly EntryLine[] }) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  return (
    <g className="line-ends">
      {lines.map(({ entry: { key, pin }, values }) => {
        const last = values.findLastIndex((value) => value !== null);
        const [at, height] = [x(xs[last] ?? 0), y(values[last] ?? 0)];
        const shown =
          pin !== null &&
          last >= 0 &&
          at !== undefined &&
          height !== undefined &&
          height > plot.y &&
          height < plot.y + plot.height;
        return (
          shown && (
            <text key={key} x={Math.min(at + 4, plot.x + plot.width + 4)} y={height + 4}>
              {pin}
            </text>
          )
        );
      })}
    </g>
  );
}
