// The chart of a sweep: bounds by the device's own ceilings as lines, what was measured as marks, on log axes. Loaded
// with Recharts, late. Nothing measured is joined to anything.

import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeftOut, Sweep } from '../../state/sweep';
import type { SweepBound, SweepPoint } from '../../state/sweepResults';
import { exact, showTime, showTokenRate, showTokens } from '../quantity';
import { contextTicks, logAxis, roundTick } from './axes';
import { LinesChart } from './LinesChart';
import { SweepMarks } from './SweepMarks';
import { SweepTip } from './SweepTip';

export const SweepChart = memo(function SweepChart({
  sweep,
  layer,
  bounds,
  points,
  left,
  show,
}: {
  sweep: Sweep;
  /** What of it is measured, in words. */
  layer: string;
  bounds: readonly SweepBound[];
  points: readonly SweepPoint[];
  left: readonly LeftOut[];
  /** A value with its unit. */
  show: (value: number) => string;
}) {
  const { t: s } = useTranslation('sweep');
  const { kind, sizes } = sweep;
  const y = logAxis([
    ...bounds.flatMap(({ values }) => values.filter((value) => value !== null)),
    ...points.flatMap(({ quartiles }) => quartiles),
  ]);
  return (
    <LinesChart
      xs={sizes}
      lines={bounds}
      x={{
        title: s(`${kind}.xAxis`),
        scale: 'log',
        // Marks at the first and last size need room beside them.
        low: (sizes[0] ?? 1) / 1.4,
        high: (sizes.at(-1) ?? 2) * 1.4,
        ticks: contextTicks(sizes),
        show: kind === 'batch' ? exact : showTokens,
      }}
      y={{
        ...y,
        title: s(`${kind}.yAxis`, { layer }),
        scale: 'log',
        show: (value) => roundTick(kind === 'batch' ? showTokenRate(value) : showTime(value)),
      }}
      showX={(count) => s(`${kind}.sizes`, { count })}
      showY={show}
      over={<SweepMarks sweep={sweep} points={points} left={left} />}
      tip={<SweepTip sweep={sweep} bounds={bounds} points={points} show={show} />}
    />
  );
});
