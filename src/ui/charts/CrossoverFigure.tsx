// The figure of two ways to compute attention over one cache: from how many new tokens on the other one is cheaper.

import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { addTimeWords } from '../../i18n/timeWords';
import { crossoverOf, twoWayVariants } from '../../state/crossover';
import type { Runner } from '../../state/runner';
import { entryColumn, entryLabel } from '../entryText';
import { exact, showFlops } from '../quantity';
import { useLater } from '../useControls';
import { ChartFigure } from './ChartFigure';
import { EntryKey } from './LineKey';
import { CrossoverFinding } from './CrossoverFinding';
import { CrossoverFormula } from './CrossoverFormula';
import { CrossoverMeasure } from './CrossoverMeasure';
import { WayTable } from './WayTable';

const CrossoverChart = lazy(() =>
  import('./CrossoverChart').then((module) => ({ default: module.CrossoverChart })),
);

addTimeWords();

export function CrossoverFigure({ runner }: { runner: Runner }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  const drawn = useLater(crossoverOf);
  const { newTokens, pairs, past } = drawn;
  const ways = pairs.flatMap(({ forFew, forMany }) => [forFew, forMany]);
  return (
    <ChartFigure
      id="crossover"
      title={s('crossover.title')}
      aside={
        <>
          <p className="chart-note">{s('crossover.intro')}</p>
          {ways.length > 0 && <WayTable ways={ways} />}
          {ways.length > 0 && <CrossoverMeasure engine={runner.engine} />}
        </>
      }
      finding={<CrossoverFinding crossover={drawn} />}
      legend={ways.map(({ entry }) => (
        <EntryKey key={entry.key} entry={entry} />
      ))}
      notes={
        pairs.length > 0 && (
          <div data-kind="computed">
            {pairs.map(
              (pair) =>
                pair.limit !== null && (
                  <CrossoverFormula key={pair.entry.key} pair={pair} limit={pair.limit} />
                ),
            )}
            <p>{s('crossover.note')}</p>
          </div>
        )
      }
      shown={{
        columns: [s('crossover.newTokensColumn'), ...ways.map(({ entry }) => entryLabel(t, entry))],
        rows:
          ways.length === 0
            ? []
            : newTokens.map((tokens, i) => ({
                cells: [exact(tokens), ...ways.map(({ flops }) => showFlops(flops[i] ?? 0))],
              })),
      }}
      exactTable={{
        columns: [
          'new tokens',
          'past tokens',
          ...ways.map(({ entry }) => `${entryColumn(entry)} flops`),
        ],
        rows: newTokens.map((tokens, i) => [
          tokens,
          past ?? '',
          ...ways.map(({ flops }) => flops[i] ?? 0),
        ]),
      }}
    >
      {pairs.length > 0 ? (
        <CrossoverChart crossover={drawn} />
      ) : (
        past !== null && (
          <p className="drawing-empty">
            {s('crossover.noneHint', {
              variants: twoWayVariants.map(({ name }) => name).join(s('crossover.or')),
            })}
          </p>
        )
      )}
    </ChartFigure>
  );
}
