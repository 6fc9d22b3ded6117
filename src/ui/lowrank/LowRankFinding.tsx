// What the rank chosen loses and what it saves, in sentences.

import { Trans, useTranslation } from 'react-i18next';
import type { LowRankDrawn } from '../../state/lowRankDrawn';
import { Chosen, Computed, Measured, Name } from '../figure/Figure';
import { SentenceGap } from '../figure/SentenceGap';
import { exact, showRatio, showShare } from '../quantity';

/** The matrix, and what the best approximation of the rank chosen loses of it. */
function Loss({ drawn }: { drawn: LowRankDrawn }) {
  const { t } = useTranslation('lowrank');
  const { of, chosen, whole } = drawn;
  const values = {
    c: exact(chosen.c),
    whole: exact(whole),
    loss: showShare(chosen.joint),
    apart: showShare(chosen.apart ?? 0),
  };
  const components = {
    c: <Chosen />,
    whole: <Computed />,
    loss: <Measured />,
    exponent: <Chosen />,
    apart: <Measured />,
  };
  return (
    <>
      {of.kind === 'seeded' ? (
        <Trans
          t={t}
          i18nKey="finding.seeded"
          values={{ ...values, exponent: exact(of.request.exponent) }}
          components={components}
        />
      ) : (
        <Name>
          <Trans
            t={t}
            i18nKey="finding.file"
            values={{ ...values, name: of.name, layer: of.pairs[of.chosen]?.layer || of.name }}
            components={components}
          />
        </Name>
      )}
      <SentenceGap />
      {chosen.apart !== null && (
        <Trans t={t} i18nKey="finding.apart" values={values} components={components} />
      )}
    </>
  );
}

/** What a token then takes, beside K and V as they are and the model's own cache. */
function Saving({ drawn }: { drawn: LowRankDrawn }) {
  const { t } = useTranslation('lowrank');
  const { bought, whole, own } = drawn;
  return (
    <>
      {bought && (
        <Trans
          t={t}
          i18nKey={bought.elements < whole ? 'finding.cache' : 'finding.noSaving'}
          values={{ elements: exact(bought.elements), ratio: showRatio(whole / bought.elements) }}
          components={{ elements: <Computed />, ratio: <Computed /> }}
        />
      )}
      <SentenceGap />
      {own && (
        <Trans
          t={t}
          i18nKey="finding.own"
          values={{ own: own.variant.name, elements: exact(own.elements) }}
          components={{ own: <Computed /> }}
        />
      )}
    </>
  );
}

export function LowRankFinding({ drawn }: { drawn: LowRankDrawn }) {
  const { t } = useTranslation('lowrank');
  const { rank, directions } = drawn;
  return (
    <>
      <span className="sentence">
        <Loss drawn={drawn} />
      </span>
      <span className="sentence">
        <Saving drawn={drawn} />
        <SentenceGap />
        {rank < directions && (
          <Trans
            t={t}
            i18nKey="finding.rank"
            values={{ rank: exact(rank), directions: exact(directions) }}
            components={{ rank: <Measured />, directions: <Computed /> }}
          />
        )}
      </span>
    </>
  );
}
