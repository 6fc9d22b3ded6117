// The chart of a sweep: bounds by the device's own ceilings as lines, what was measured as marks, on log axes. Loaded
// with Recharts, late. Nothing measured is joined to anything.

import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { sweepValue, type LeftOut, type Sweep } from '../../state/sweep';
import type { SweepBound, SweepPoint } from '../../state/sweepResults';
import { exact, showTime, showTokenRate, showTokens } from '../quantity';
import { contextTicks, logAxis, roundTick } from './axes';
import { LinesChart } from './LinesChart';
import { SweepMarks } from './SweepMarks';
import { showSweepValue } from './sweepText';
import { SweepTip } from './SweepTip';

export const SweepChart = memo(function SweepChart({
  sweep,
  layer,
  bounds,
  points,
  left,
}: {
  sweep: Sweep;
  /** What of it is measured, in words. */
  layer: string;
  bounds: readonly SweepBound[];
  points: readonly SweepPoint[];
  left: readonly LeftOut[];
}) {
  const { t: s } = useTranslation('sweep');
  const { kind, sizes } = sweep;
  const lines = useMemo(
    () =>
      bounds.map(({ entry, ns }) => ({
        entry,
        values: ns.map((each, i) => (each === null ? null : sweepValue(kind, sizes[i] ?? 1, each))),
      })),
    [bounds, kind, sizes],
  );
  const y = logAxis([
    ...lines.flatMap(({ values }) => values.filter((value) => value !== null)),
    ...points.flatMap(({ size, point: { q1Ns, q3Ns } }) => [
      sweepValue(kind, size, q1Ns),
      sweepValue(kind, size, q3Ns),
    ]),
  ]);
  return (
    <LinesChart
      xs={sizes}
      lines={lines}
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
      showY={(value) => showSweepValue(s, kind, value)}
      over={<SweepMarks sweep={sweep} points={points} left={left} />}
      tip={<SweepTip sweep={sweep} bounds={bounds} points={points} />}
    />
  );
});
