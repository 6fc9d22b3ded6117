// What chart C2 shows in one sentence: the smallest and the largest cache at the context chosen.

import { Trans, useTranslation } from 'react-i18next';
import { variantById } from '../../attention/variants';
import { billsOf } from '../../state/bills';
import type { ByteUnit } from '../../state/controls';
import type { Growth, GrowthLine } from '../../state/growth';
import { Chosen, Computed } from '../figure/Figure';
import { Fraction, type SumLine } from '../figure/Sum';
import { exact, showBytes, showRatio } from '../quantity';
import { cacheSum } from '../receipts/cacheSum';
import { useControls } from '../useControls';

/** Gives the sum behind a line's bytes at the context chosen; none where there is no bill. */
export function useCacheSum(unit: ByteUnit): (line: GrowthLine) => SumLine[] {
  const { t } = useTranslation();
  const bills = useControls(billsOf);
  return ({ variantId }) => {
    const charges = bills.find(({ variant }) => variant.id === variantId)?.charges;
    return charges ? cacheSum(t, variantId, charges, unit, true) : [];
  };
}

export function GrowthFinding({
  growth: { lines, context },
  unit,
}: {
  growth: Growth;
  unit: ByteUnit;
}) {
  const { t } = useTranslation();
  const sumOf = useCacheSum(unit);
  const sorted = lines.toSorted((a, b) => a.bytesAtContext - b.bytesAtContext);
  const [best] = sorted;
  const worst = sorted.at(-1);
  if (!best || !worst || context === null) return t('growth.none');
  const name = ({ variantId }: GrowthLine) => variantById(variantId).name;
  const ratio = showRatio(worst.bytesAtContext / best.bytesAtContext);
  const ratioSum = (): SumLine[] => {
    const bytes = {
      part: `${exact(worst.bytesAtContext)} B`,
      whole: `${exact(best.bytesAtContext)} B`,
    };
    return [
      { name: t('figure.cacheOf', { name: name(worst) }), value: bytes.part },
      { name: t('figure.cacheOf', { name: name(best) }), value: bytes.whole },
      { name: t('figure.ratio'), expression: <Fraction {...bytes} />, value: ratio, isTotal: true },
    ];
  };
  const isOne = worst.bytesAtContext === best.bytesAtContext;
  return (
    <Trans
      i18nKey={isOne ? 'growth.findingOne' : 'growth.finding'}
      values={{
        tokens: t('chart.tokens', { count: context }),
        best: name(best),
        bestBytes: showBytes(best.bytesAtContext, unit),
        worst: name(worst),
        worstBytes: showBytes(worst.bytesAtContext, unit),
        ratio,
      }}
      components={{
        at: <Chosen />,
        best: <Computed sum={() => sumOf(best)} />,
        worst: <Computed sum={() => sumOf(worst)} />,
        ratio: <Computed sum={ratioSum} />,
      }}
    />
  );
}
