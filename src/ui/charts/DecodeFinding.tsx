// What chart C3 shows in one sentence: the fastest and the slowest variant, as measured, with spread and device.

import { Trans, useTranslation } from 'react-i18next';
import { variantById } from '../../attention/variants';
import type { DeviceReport, MeasuredPoint } from '../../engine/protocol';
import type { Extremes } from '../../state/decode';
import { deviceName } from '../deviceName';
import { Chosen, Measured } from '../figure/Figure';
import { samplesOf } from '../figure/Samples';
import { Fraction, type SumLine } from '../figure/Sum';
import { exact, showRatio, showTime } from '../quantity';

export function DecodeFinding({
  extremes: { slow, fast },
  device,
}: {
  extremes: Extremes;
  device: DeviceReport;
}) {
  const { t } = useTranslation();
  const told = deviceName(t, device);
  const name = ({ variantId }: MeasuredPoint) => variantById(variantId).name;
  const ratio = showRatio(slow.medianNs / fast.medianNs);
  const ratioSum = (): SumLine[] => {
    const times = { part: showTime(slow.medianNs), whole: showTime(fast.medianNs) };
    return [
      { name: t('figure.timeOf', { name: name(slow) }), value: times.part },
      { name: t('figure.timeOf', { name: name(fast) }), value: times.whole },
      { name: t('figure.ratio'), expression: <Fraction {...times} />, value: ratio, isTotal: true },
    ];
  };
  return (
    <>
      {device.runsOn === 'cpu' && <span className="tag cpu">{t('device.cpu')}</span>}
      {device.software && <span className="tag cpu">{t('device.softwareGpu')}</span>}{' '}
      <Trans
        i18nKey={slow === fast ? 'decode.findingOne' : 'decode.finding'}
        values={{
          tokens: exact(fast.context),
          fast: name(fast),
          fastTime: showTime(fast.medianNs),
          slow: name(slow),
          slowTime: showTime(slow.medianNs),
          ratio,
          rounds: fast.samplesNs.length,
        }}
        components={{
          at: <Chosen />,
          fast: <Measured samples={samplesOf(fast, told)} />,
          slow: <Measured samples={samplesOf(slow, told)} />,
          ratio: <Measured sum={ratioSum} />,
        }}
      />
    </>
  );
}
