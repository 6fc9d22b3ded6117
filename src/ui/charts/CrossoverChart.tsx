// The chart of two ways to compute attention over one cache: flops of a step against its new tokens, on log axes.

import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Crossover } from '../../state/crossover';
import { entryLabel } from '../entryText';
import { exact, showFlops } from '../quantity';
import { useNarrow } from '../useNarrow';
import { contextTicks, logAxis, roundTick } from './axes';
import { CrossoverOverlay } from './CrossoverOverlay';
import { LinesChart } from './LinesChart';

/** The unit stands in the axis' title. */
const showTick = (flops: number): string => roundTick(showFlops(flops)).replace('FLOP', '');

export const CrossoverChart = memo(function CrossoverChart({
  crossover,
}: {
  crossover: Crossover;
}) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  const isNarrow = useNarrow();
  const { newTokens, pairs } = crossover;
  const lines = useMemo(
    () =>
      pairs
        .flatMap(({ forFew, forMany }) => [forFew, forMany])
        .map(({ entry, flops }) => ({ entry, values: flops, name: entryLabel(t, entry) })),
    [pairs, t],
  );
  const y = logAxis(lines.flatMap(({ values }) => values));
  return (
    <LinesChart
      xs={newTokens}
      lines={lines}
      x={{
        title: s('crossover.newTokensAxis'),
        scale: 'log',
        low: newTokens[0] ?? 1,
        high: newTokens.at(-1) ?? 2,
        ticks: contextTicks(newTokens, isNarrow ? 4 : 7),
        show: exact,
      }}
      y={{ ...y, title: s('crossover.flopsAxis'), scale: 'log', show: showTick }}
      showX={(count) => s('roofline.newTokensOf', { count })}
      showY={showFlops}
      yWidth={56}
      over={<CrossoverOverlay crossover={crossover} />}
    />
  );
});
