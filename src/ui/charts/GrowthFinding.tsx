// What chart C2 shows, in words: the smallest and the largest cache at the context chosen, and which fit the device.

import type { TFunction } from 'i18next';
import { Trans, useTranslation } from 'react-i18next';
import type { ByteUnit } from '../../state/controls';
import type { Growth, GrowthLine } from '../../state/growth';
import { entryName } from '../entryText';
import { Chosen, Computed } from '../figure/Figure';
import { Fraction, type SumLine } from '../figure/Sum';
import { SentenceGap } from '../figure/SentenceGap';
import { exact, showBytes, showRatio } from '../quantity';
import { useCacheSum } from './useCacheSum';

/** Which entries fit the device beside their weights, and which do not. */
function fitOf(
  t: TFunction,
  { lines, device, weightBytes }: Growth,
  unit: ByteUnit,
  languages: string,
): string {
  if (weightBytes === null || lines.some(({ bytesWithWeights }) => bytesWithWeights === null)) {
    return '';
  }
  const list = new Intl.ListFormat(languages);
  const named = (fitting: boolean) =>
    list
      .formatToParts(
        lines
          .filter(
            ({ bytesWithWeights }) => (bytesWithWeights ?? 0) <= device.memoryBytes === fitting,
          )
          .map(({ entry }) => entryName(t, entry)),
      )
      // Chinese sets Latin names off by spaces, which its lists do not know of.
      .map(({ value }) => (value === '和' ? ' 和 ' : value))
      .join('');
  const [fit, not] = [named(true), named(false)];
  const common = { device: device.name, weights: showBytes(weightBytes, unit) };
  if (not === '') return t('growth.allFit', common);
  if (fit === '') return t('growth.noneFit', common);
  return t('growth.someFit', { ...common, fit, not });
}

export function GrowthFinding({ growth, unit }: { growth: Growth; unit: ByteUnit }) {
  const { t, i18n } = useTranslation();
  const sumOf = useCacheSum(unit);
  const { lines, context } = growth;
  const sorted = lines.toSorted((a, b) => a.bytesAtContext - b.bytesAtContext);
  const [best] = sorted;
  const worst = sorted.at(-1);
  if (!best || !worst || context === null) return t('growth.none');
  const name = ({ entry }: GrowthLine) => entryName(t, entry);
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
    <>
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
      <SentenceGap />
      <span data-kind="computed">{fitOf(t, growth, unit, i18n.language)}</span>
    </>
  );
}
