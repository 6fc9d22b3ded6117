// What chart C5 shows, in one sentence: the highest and the lowest intensity, what binds each, and the sums behind them.

import type { TFunction } from 'i18next';
import { Trans, useTranslation } from 'react-i18next';
import type { Roof, Roofline, RooflineMark } from '../../state/roofline';
import { entryName } from '../entryText';
import { Chosen, Computed } from '../figure/Figure';
import { Fraction, type SumLine } from '../figure/Sum';
import { exact, showRate } from '../quantity';
import { showIntensity } from './intensity';

type Words = TFunction<'time'>;

function ridgeSum(s: Words, { arithmetic, ceilings, ridgeFlopsPerByte }: Roof): SumLine[] {
  const rates = {
    part: showRate(ceilings.flopsPerSecond, 'FLOP/s'),
    whole: showRate(ceilings.bandwidthBytesPerSecond, 'B/s'),
  };
  return [
    { name: s(`roofline.roofs.${arithmetic}`), value: rates.part },
    { name: s('roofline.sums.bandwidth'), value: rates.whole },
    {
      name: s('roofline.sums.ridge'),
      expression: <Fraction {...rates} />,
      value: showIntensity(ridgeFlopsPerByte),
      isTotal: true,
    },
  ];
}

/** Context, batch and new tokens, which the whole sentence depends on. */
function Where({ roofline: { context, batch, newTokens } }: { roofline: Roofline }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  return (
    <Trans
      t={s}
      i18nKey="roofline.where"
      values={{
        newTokens: s('roofline.newTokensOf', { count: newTokens }),
        tokens: t('chart.tokens', { count: context ?? 0 }),
        batch: exact(batch),
      }}
      components={{ at: <Chosen /> }}
    />
  );
}

/** The roof in force, with its ridge. */
function RoofWords({ roofline: { roof, devices } }: { roofline: Roofline }) {
  const { t: s } = useTranslation('time');
  return (
    <Trans
      t={s}
      i18nKey={devices > 1 ? 'roofline.onRoofs' : 'roofline.onRoof'}
      values={{
        devices: exact(devices),
        device: roof.device.name,
        arithmetic: s(`roofline.roofs.${roof.arithmetic}`),
        ridge: showIntensity(roof.ridgeFlopsPerByte),
      }}
      components={{ ridge: <Computed sum={() => ridgeSum(s, roof)} /> }}
    />
  );
}

export function RooflineFinding({ roofline }: { roofline: Roofline }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  const { marks, unsplit } = roofline;
  const sorted = marks.toSorted((a, b) => a.flopsPerByte - b.flopsPerByte);
  const low = sorted[0];
  const high = sorted.at(-1);
  if (!low || !high) return s(unsplit.length > 0 ? 'roofline.noneSplit' : 'roofline.none');
  const name = ({ entry }: RooflineMark) => entryName(t, entry);
  const bound = ({ time }: RooflineMark) => s(`roofline.bounds.${time.bound}`);
  const intensitySum = (mark: RooflineMark): SumLine[] => {
    const { work, flopsPerByte } = mark;
    const counts = { part: `${exact(work.flops)} FLOP`, whole: `${exact(work.bytes)} B` };
    return [
      { name: s('roofline.sums.flops', { variant: name(mark) }), value: counts.part },
      { name: s('roofline.sums.bytes', { variant: name(mark) }), value: counts.whole },
      {
        name: s('roofline.columns.intensity'),
        expression: <Fraction {...counts} />,
        value: showIntensity(flopsPerByte),
        isTotal: true,
      },
    ];
  };
  const isOne = showIntensity(low.flopsPerByte) === showIntensity(high.flopsPerByte);
  const isBoth = high.time.bound === low.time.bound;
  return (
    <span data-kind="computed">
      <Trans
        t={s}
        i18nKey={
          isOne ? 'roofline.findingOne' : isBoth ? 'roofline.findingBoth' : 'roofline.finding'
        }
        values={{
          high: name(high),
          highFlops: showIntensity(high.flopsPerByte),
          highBound: bound(high),
          low: name(low),
          lowFlops: showIntensity(low.flopsPerByte),
          lowBound: bound(low),
        }}
        components={{
          where: <Where roofline={roofline} />,
          roof: <RoofWords roofline={roofline} />,
          high: <Computed sum={() => intensitySum(high)} />,
          low: <Computed sum={() => intensitySum(low)} />,
        }}
      />
    </span>
  );
}
