// Chart C4: tokens per second of all sequences against their number, on log axes. Loaded with Recharts, late.

import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Throughput } from '../../state/throughput';
import { entryName } from '../entryText';
import { exact, showTokenRate } from '../quantity';
import { contextTicks, logAxis, roundTick } from './axes';
import { CliffMarks } from './CliffMarks';
import { LinesChart } from './LinesChart';

export const ThroughputChart = memo(function ThroughputChart({
  throughput: { batches, lines },
}: {
  throughput: Throughput;
}) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('serving');
  const drawn = useMemo(
    () =>
      lines.map(({ entry, rates }) => ({
        entry,
        values: rates.map((rate) => rate && rate.tokensPerSecond),
      })),
    [lines],
  );
  const y = logAxis(drawn.flatMap(({ values }) => values.filter((value) => value !== null)));
  const largest = batches.at(-1) ?? 2;
  const cliffs = lines
    .filter(({ most, last }) => most === last.batch)
    .map(({ entry, most, last }) => ({
      entry,
      x: most,
      y: last.rate.tokensPerSecond,
      label: exact(most),
      title: s('throughput.cliff', {
        name: entryName(t, entry),
        sequences: s('sequences', { count: most }),
      }),
    }));
  return (
    <LinesChart
      xs={batches}
      lines={drawn}
      x={{
        title: s('throughput.xAxis'),
        scale: 'log',
        low: 1,
        high: largest,
        ticks: contextTicks(batches),
        show: exact,
      }}
      y={{
        ...y,
        title: s('throughput.yAxis'),
        scale: 'log',
        show: (rate) => roundTick(showTokenRate(rate)),
      }}
      showX={(count) => s('sequences', { count })}
      showY={(rate) => s('perSecond', { rate: showTokenRate(rate) })}
      over={<CliffMarks cliffs={cliffs} chosen={null} />}
    />
  );
});
