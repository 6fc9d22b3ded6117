// What two attention maps show, in a sentence or two: how far they differ, and whether the same keys are attended to.

import { Trans, useTranslation } from 'react-i18next';
import type { HeadPair } from '../../state/attentionMap';
import { Chosen, Computed, Measured, Name } from '../figure/Figure';
import { exact } from '../quantity';
import { showWeight } from './weightText';

export function MapFinding({
  pair,
  names,
  measured,
  copied,
}: {
  pair: HeadPair;
  /** Of A and B. */
  names: readonly [string, string];
  measured: boolean;
  /** Whether one side's heads are copies of the other's. */
  copied: boolean;
}) {
  const { t: s } = useTranslation('map');
  const { head, tokens, largest, at, sameKeys } = pair;
  const Figure = measured ? Measured : Computed;
  const [a, b] = names;
  const same = sameKeys === tokens;
  const key = !(largest >= 0) ? 'wrong' : largest === 0 ? 'equal' : 'differ';
  return (
    <>
      <Trans
        t={s}
        i18nKey={`finding.${key}`}
        values={{
          head: exact(head + 1),
          a,
          b,
          count: (tokens * (tokens + 1)) / 2,
          largest: showWeight(largest),
          query: exact(at.query + 1),
          key: exact(at.key + 1),
        }}
        components={{ head: <Chosen />, name: <Name />, figure: <Figure /> }}
      />
      {s('gap')}
      {key === 'differ' && (
        <Trans
          t={s}
          i18nKey={same ? 'finding.sameKeys' : 'finding.otherKeys'}
          values={{ count: tokens - sameKeys, queries: exact(tokens) }}
          components={{ figure: <Figure />, queries: <Chosen /> }}
        />
      )}
      {key === 'equal' && copied && s('finding.copied')}
    </>
  );
}
