// The time to the first token against the prompt, or the rate after it against the context, on log axes. Loaded late.

import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Waiting } from '../../state/waiting';
import { entryName } from '../entryText';
import { showTime, showTokenRate, showTokens } from '../quantity';
import { contextTicks, logAxis, roundTick } from './axes';
import { CliffMarks } from './CliffMarks';
import { LinesChart } from './LinesChart';

export const WaitingChart = memo(function WaitingChart({
  waiting: { wait, contexts, context, lines },
}: {
  waiting: Waiting;
}) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('serving');
  const drawn = useMemo(
    () =>
      lines.map(({ entry, points }) => ({
        entry,
        values: points.map((point) => point && point.value),
      })),
    [lines],
  );
  const y = logAxis(drawn.flatMap(({ values }) => values.filter((value) => value !== null)));
  const showValue = (value: number): string =>
    wait === 'first' ? showTime(value * 1e9) : showTokenRate(value);
  const cliffs = lines.flatMap(({ entry, longest, points }) => {
    const end = points[contexts.indexOf(longest)];
    if (!end) return [];
    const count = t('chart.tokens', { count: longest });
    return {
      entry,
      x: longest,
      y: end.value,
      // The table above has the number: here it would stand on other lines.
      label: null,
      title: s('waiting.cliff', { name: entryName(t, entry), tokens: count }),
    };
  });
  return (
    <LinesChart
      xs={contexts}
      lines={drawn}
      x={{
        title: s(wait === 'first' ? 'waiting.promptAxis' : 'waiting.cacheAxis'),
        scale: 'log',
        low: contexts[0] ?? 1,
        high: contexts.at(-1) ?? 2,
        ticks: contextTicks(contexts),
        show: showTokens,
      }}
      y={{
        ...y,
        title: s(`waiting.${wait}Axis`),
        scale: 'log',
        show: (value) => roundTick(showValue(value)),
      }}
      showX={(count) => t('chart.tokens', { count })}
      showY={(value) =>
        wait === 'first' ? showValue(value) : s('perSecond', { rate: showValue(value) })
      }
      over={<CliffMarks cliffs={cliffs} chosen={context} />}
    />
  );
});
