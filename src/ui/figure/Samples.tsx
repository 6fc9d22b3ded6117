// What is behind a measured time: how many samples, their median and quartiles, each of them, and the device.

import { useTranslation } from 'react-i18next';
import type { MeasuredPoint } from '../../engine/protocol';
import { exact, showTime } from '../quantity';

/** As it is shown, with its units, but for what only those see who ask for it. */
export interface SampleSummary {
  readonly n: number;
  readonly median: string;
  readonly q1: string;
  readonly q3: string;
  /** Half of what lies between the quartiles: what stands after ±. */
  readonly spread: string;
  /** In the order measured. */
  readonly each: () => readonly string[];
  /** The device's name. */
  readonly device: string;
}

/** The samples of a measured point; `device` as `deviceName` gives it. */
export const samplesOf = (point: MeasuredPoint, device: string): SampleSummary => ({
  n: point.samplesNs.length,
  median: showTime(point.medianNs),
  q1: showTime(point.q1Ns),
  q3: showTime(point.q3Ns),
  spread: showTime((point.q3Ns - point.q1Ns) / 2),
  each: () => point.samplesNs.map(showTime),
  device,
});

export function Samples({ n, median, q1, q3, spread, each, device }: SampleSummary) {
  const { t } = useTranslation();
  const rows = [
    ['n', exact(n)],
    ['median', median],
    ['quartiles', `${q1} – ${q3}`],
    ['spread', `± ${spread}`],
    ['each', each().join(t('listComma'))],
    ['device', device],
  ] as const;
  return (
    <span className="sum" role="list">
      {rows.map(([name, value]) => (
        <span key={name} role="listitem" className="sum-line">
          <span className="sum-name">{t(`figure.samples.${name}`)}</span>
          <span className="sum-value">{value}</span>
        </span>
      ))}
    </span>
  );
}
