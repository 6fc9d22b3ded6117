// What the low-rank chart's figures are of, and what they do not say.

import { useTranslation } from 'react-i18next';
import type { LowRankDrawn } from '../../state/lowRankDrawn';
import { SentenceGap } from '../figure/SentenceGap';
import { exact } from '../quantity';
import { leastShown } from './RankChart';

/** Of the matrix itself: seeded and cut down, or read from a file. */
function OfMatrix({ drawn }: { drawn: LowRankDrawn }) {
  const { t } = useTranslation('lowrank');
  const { of } = drawn;
  const sizes = { rows: exact(of.measured.rows), columns: exact(of.measured.columns) };
  if (of.kind === 'seeded') {
    const { each } = of.measured.joint;
    return (
      <p data-kind="computed">
        {t('notes.seeded', { ...sizes, seed: of.request.seed })}
        <SentenceGap />
        {each > 1 && t('notes.cut', { each: exact(each) })}
      </p>
    );
  }
  const pair = of.pairs[of.chosen];
  return (
    <p data-kind="name">
      {pair && t('notes.file', { ...sizes, first: pair.first.name, second: pair.second.name })}
      <SentenceGap />
      {pair?.kind === 'latent' && t('notes.latent')}
    </p>
  );
}

export function LowRankNotes({ drawn, ropeDim }: { drawn: LowRankDrawn; ropeDim: number }) {
  const { t } = useTranslation('lowrank');
  return (
    <>
      <p>{t('notes.norm')}</p>
      <OfMatrix drawn={drawn} />
      <p data-kind="computed">
        {t('notes.rotary', {
          rope: exact(ropeDim),
          least: `${exact(leastShown * 100)} %`,
        })}
      </p>
    </>
  );
}
