// Over the chart of a sweep: every measured point with whiskers to its quartiles, and a cross where an entry ended.

import { DefaultZIndexes, usePlotArea, useXAxisScale, useYAxisScale, ZIndexLayer } from 'recharts';
import type { LeftOut, Sweep } from '../../state/sweep';
import type { SweepPoint } from '../../state/sweepResults';
import { FailedMark, sideBySide, WhiskerMark } from './WhiskerMark';

export function SweepMarks({
  sweep: { sizes, entries },
  points,
  left,
}: {
  sweep: Sweep;
  points: readonly SweepPoint[];
  left: readonly LeftOut[];
}) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const place = sideBySide(
    x,
    sizes,
    entries.map(({ key }) => key),
  );
  return (
    // Recharts draws lines in a layer of their own, over all that names none.
    <ZIndexLayer zIndex={DefaultZIndexes.scatter}>
      <g className="sweep-marks line-ends" data-kind="measured">
        {points.map(({ entry: { key, pin, variant, mode }, size, value, quartiles }) => {
          const at = place(size, key);
          const middle = y(value) ?? plot.y;
          return (
            <g key={`${key} ${size}`} data-size={size}>
              <WhiskerMark
                variantId={variant.id}
                mode={mode}
                at={at}
                ends={[y(quartiles[0]) ?? middle, y(quartiles[1]) ?? middle]}
                middle={middle}
                radius={4.5}
              />
              {pin !== null && (
                <text x={at + 6} y={middle + 4}>
                  {pin}
                </text>
              )}
            </g>
          );
        })}
        {left.map(({ entry: { key, variant }, size }) => (
          <FailedMark key={key} variantId={variant.id} at={place(size, key)} top={plot.y} />
        ))}
      </g>
    </ZIndexLayer>
  );
}
