// What chart C5 says of this device: its measured roof, or where that is measured; and what its marks are.

import { Trans, useTranslation } from 'react-i18next';
import type { MeasuredCeiling } from '../../engine/protocol';
import type { OwnCeilings } from '../../state/ceilings';
import { DeviceButton } from '../device/DeviceButton';
import { deviceName } from '../deviceName';
import { Measured, Name } from '../figure/Figure';
import { SentenceGap } from '../figure/SentenceGap';
import { showRate } from '../quantity';

export function OwnRoofNote({ own, marks }: { own: OwnCeilings | null; marks: number }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  if (!own) {
    return (
      <div className="own-roof">
        <p>{s('own.notMeasured')}</p>
        <DeviceButton />
      </div>
    );
  }
  const device = deviceName(t, own.device);
  const summaryOf = (
    { median, q1, q3, n, samples }: MeasuredCeiling,
    show: (value: number) => string,
  ) => ({
    n,
    median: show(median),
    q1: show(q1),
    q3: show(q3),
    spread: show((q3 - q1) / 2),
    each: () => samples.map(show),
    device,
  });
  const { readBytesPerSecond, flopsPerSecond } = own.ceilings;
  const bytes = (value: number) => showRate(value, 'B/s');
  const flops = (value: number) => showRate(value, 'FLOP/s');
  return (
    <p className="own-roof">
      <Trans
        t={s}
        i18nKey="own.measured"
        values={{
          device,
          read: bytes(readBytesPerSecond.median),
          flops: flops(flopsPerSecond.median),
        }}
        components={{
          device: <Name />,
          read: <Measured samples={summaryOf(readBytesPerSecond, bytes)} />,
          flops: <Measured samples={summaryOf(flopsPerSecond, flops)} />,
        }}
      />
      <SentenceGap />
      {marks > 0 && s('own.marks')}
    </p>
  );
}
