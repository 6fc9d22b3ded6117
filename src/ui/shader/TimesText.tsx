// A measured time of a dispatch or a step with its spread; a press opens the samples.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Times } from '../../engine/protocol';
import { deviceStore } from '../../state/device';
import { deviceName } from '../deviceName';
import { Measured } from '../figure/Figure';
import { showTime } from '../quantity';

export function TimesText({ times }: { times: Times }) {
  const { t } = useTranslation();
  const device = useStore(deviceStore, (d) => d.device);
  const samples = {
    n: times.samplesNs.length,
    median: showTime(times.medianNs),
    q1: showTime(times.q1Ns),
    q3: showTime(times.q3Ns),
    spread: showTime((times.q3Ns - times.q1Ns) / 2),
    each: () => times.samplesNs.map(showTime),
    device: device.status === 'known' ? deviceName(t, device.report) : '',
  };
  return <Measured samples={samples}>{showTime(times.medianNs)}</Measured>;
}
