// What the chart of two ways shows: a sentence for each pair, where it crosses or which way is always the cheaper one.

import { Trans, useTranslation } from 'react-i18next';
import type { Crossover, WayLine, WayPair } from '../../state/crossover';
import { entryName } from '../entryText';
import { Chosen, Computed } from '../figure/Figure';
import { Fraction, type SumLine } from '../figure/Sum';
import { exact } from '../quantity';
import { showLimit } from './CrossoverFormula';

const flopsText = (count: number): string => `${exact(count)} FLOP`;

/** How a pair is worded: it turns once, at a place that has a limit or none, or never. */
const keyOf = ({ fewest, limit }: WayPair) => {
  if (fewest === null || fewest === 1) return 'crossover.always';
  return limit === null ? 'crossover.findingShort' : 'crossover.finding';
};

function PairSentence({ pair, past }: { pair: WayPair; past: number }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  const { entry, forFew, forMany, fewest, turn, limit } = pair;
  const wayName = (line: WayLine) =>
    t(`modes.${line.entry.mode}`, { defaultValue: line.entry.mode });
  const newTokensText = (count: number) => s('roofline.newTokensOf', { count });
  const [few, many] = [wayName(forFew), wayName(forMany)];
  const turnSum = (): SumLine[] =>
    turn.flatMap(({ newTokens, fewFlops, manyFlops }, i) =>
      [
        { way: few, flops: fewFlops },
        { way: many, flops: manyFlops },
      ].map(({ way, flops }, j) => ({
        name: s('crossover.sums.at', { way, tokens: newTokensText(newTokens) }),
        value: flopsText(flops),
        isTotal: i > 0 && j === 0,
      })),
    );
  const limitSum = (newTokens: number): SumLine[] => {
    const [a, b] = [forMany.perPastToken, forFew.perPastToken];
    return [
      { name: s('crossover.sums.once', { way: many }), value: flopsText(a.fixed) },
      { name: s('crossover.sums.once', { way: few }), value: flopsText(b.fixed) },
      { name: s('crossover.sums.each', { way: few }), value: flopsText(b.perNewToken) },
      { name: s('crossover.sums.each', { way: many }), value: flopsText(a.perNewToken) },
      {
        name: s('crossover.sums.limit'),
        expression: (
          <Fraction
            part={`${exact(a.fixed)} − ${exact(b.fixed)}`}
            whole={`${exact(b.perNewToken)} − ${exact(a.perNewToken)}`}
          />
        ),
        value: showLimit(newTokens),
        isTotal: true,
      },
    ];
  };
  return (
    <span className="sentence" data-kind="computed">
      <Trans
        t={s}
        i18nKey={keyOf(pair)}
        values={{
          past: s('crossover.past', { count: past }),
          variant: entryName(t, entry),
          few,
          many,
          cheaper: fewest === 1 ? many : few,
          fewest: newTokensText(fewest ?? 1),
          limit: showLimit(limit ?? 0),
        }}
        components={{
          past: <Chosen />,
          fewest: <Computed sum={turnSum} note={s('crossover.sums.turn', { few, many })} />,
          limit: <Computed sum={() => limitSum(limit ?? 0)} />,
        }}
      />
    </span>
  );
}

export function CrossoverFinding({ crossover: { pairs, past } }: { crossover: Crossover }) {
  const { t: s } = useTranslation('time');
  if (past === null) return s('crossover.noContext');
  if (pairs.length === 0) return s('crossover.none');
  return pairs.map((pair) => <PairSentence key={pair.entry.key} pair={pair} past={past} />);
}
