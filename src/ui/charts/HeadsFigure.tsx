// The figure around chart C7: the finding, the legend, and cache and arithmetic for each number of heads.

import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { addTimeWords } from '../../i18n/timeWords';
import { comparedHeads, headSweepOf, type HeadGrowth, type HeadSweep } from '../../state/headSweep';
import { entryColumn, entryLabel, entryName } from '../entryText';
import { exact, showRatio } from '../quantity';
import { useLater } from '../useControls';
import { ChartFigure } from './ChartFigure';
import { EntryKey } from './LineKey';

const HeadsChart = lazy(() =>
  import('./HeadsChart').then((module) => ({ default: module.HeadsChart })),
);

addTimeWords();

type Words = TFunction<'time'>;

/** What grows: twice as many heads may need no more at all. */
const timesOf = (s: Words, ratio: number): string =>
  ratio === 1 ? s('heads.same') : s('heads.times', { ratio: showRatio(ratio) });

const growthWords = (t: TFunction, s: Words, { entry, cache, multiplyAdds }: HeadGrowth) => ({
  name: entryName(t, entry),
  cache: timesOf(s, cache),
  multiplyAdds: timesOf(s, multiplyAdds),
});

function findingOf(t: TFunction, s: Words, { most, least }: HeadSweep): string {
  if (!most || !least) return s('heads.none');
  const range = { from: exact(comparedHeads.from), to: exact(comparedHeads.to) };
  const slow = growthWords(t, s, least);
  if (most.cache === least.cache) return s('heads.findingOne', { ...range, ...slow });
  const fast = growthWords(t, s, most);
  const words = { ...range, ...slow, most: fast.name, mostCache: fast.cache };
  return s('heads.finding', words);
}

export function HeadsFigure() {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  const drawn = useLater(headSweepOf);
  const { heads, lines } = drawn;
  const show = (value: number | null | undefined) => (value === null ? '' : exact(value ?? 0));
  return (
    <ChartFigure
      id="query-heads"
      title={s('heads.title')}
      aside={
        <p className="chart-note" data-kind="chosen">
          {s('heads.intro')}
        </p>
      }
      finding={<span data-kind="computed">{findingOf(t, s, drawn)}</span>}
      legend={lines.map(({ entry }) => (
        <EntryKey key={entry.key} entry={entry} />
      ))}
      notes={<p data-kind="computed">{s('heads.note')}</p>}
      shown={{
        columns: [
          t('fields.queryHeads'),
          ...lines.flatMap(({ entry }) => {
            const variant = entryLabel(t, entry);
            return [s('heads.elementsOf', { variant }), s('heads.multiplyAddsOf', { variant })];
          }),
        ],
        rows:
          lines.length === 0
            ? []
            : heads.map((count, i) => ({
                cells: [
                  exact(count),
                  ...lines.flatMap((line) => [show(line.elements[i]), show(line.multiplyAdds[i])]),
                ],
              })),
      }}
      exactTable={{
        columns: [
          'query heads',
          ...lines.flatMap(({ entry }) => [
            `${entryColumn(entry)} elements per token and layer`,
            `${entryColumn(entry)} multiply-adds per cached token and layer`,
          ]),
        ],
        rows: heads.map((count, i) => [
          count,
          ...lines.flatMap((line) => [line.elements[i] ?? '', line.multiplyAdds[i] ?? '']),
        ]),
      }}
    >
      {lines.length > 0 ? (
        <HeadsChart sweep={drawn} />
      ) : (
        <p className="drawing-empty">{s('heads.noneHint')}</p>
      )}
    </ChartFigure>
  );
}
