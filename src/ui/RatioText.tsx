// How many times less or more than the baseline, in words that name it, with the sum behind the ratio.

import { Trans, useTranslation } from 'react-i18next';
import type { Charges } from '../state/bills';
import { Computed, Name } from './figure/Figure';
import { Fraction, type SumLine } from './figure/Sum';
import { exact, showRatio } from './quantity';
import { ratioWords } from './ratioWords';

export function RatioText({
  name,
  charges,
  baseline,
  isBaseline,
}: {
  /** Whose ratio it is, and the name of whom it is taken against. */
  name: string;
  charges: Charges | null;
  baseline: string;
  isBaseline: boolean;
}) {
  const { t } = useTranslation();
  if (isBaseline) return t('receipt.baseline');
  if (!charges) return null;
  const said = ratioWords(charges);
  const against = <Name />;
  if (said.ratio === null) {
    return <Trans i18nKey={said.key} values={{ baseline }} components={{ against }} />;
  }
  const { key, ratio, isLess, times } = said;
  const sum = (): SumLine[] => {
    const own = Number(charges.receipt.totalBytes);
    // The ratio was made of two whole numbers, of which this is the other.
    const others = Math.round(own * times);
    const bytes = { part: `${exact(own)} B`, whole: `${exact(others)} B` };
    return [
      { name: t('figure.totalOf', { name: baseline }), value: bytes.whole },
      { name: t('figure.totalOf', { name }), value: bytes.part },
      {
        name: t('figure.ratio'),
        expression: (
          <Fraction
            part={isLess ? bytes.whole : bytes.part}
            whole={isLess ? bytes.part : bytes.whole}
          />
        ),
        value: showRatio(ratio),
        isTotal: true,
      },
    ];
  };
  return (
    <Trans
      i18nKey={key}
      values={{ ratio: showRatio(ratio), baseline }}
      components={{ ratio: <Computed sum={sum} />, against }}
    />
  );
}
