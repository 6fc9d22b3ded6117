// The sum behind a bound: what a device needs at the least for a step, to read its bytes or for its arithmetic.

import type { TFunction } from 'i18next';
import { rooflineSeconds, type Ceilings, type Work } from '../../price/roofline';
import { Fraction, type SumLine } from '../figure/Sum';
import { exact, showRate, showTime } from '../quantity';

export function boundSum(t: TFunction, work: Work, ceilings: Ceilings): SumLine[] {
  const { bandwidthBytesPerSecond, flopsPerSecond } = ceilings;
  const { seconds, memorySeconds, computeSeconds } = rooflineSeconds(work, ceilings);
  return [
    {
      name: t('figure.readTime'),
      expression: (
        <Fraction
          part={`${exact(work.bytes)} B`}
          whole={showRate(bandwidthBytesPerSecond, 'B/s')}
        />
      ),
      value: showTime(memorySeconds * 1e9),
    },
    {
      name: t('figure.mathTime'),
      expression: (
        <Fraction part={`${exact(work.flops)} FLOP`} whole={showRate(flopsPerSecond, 'FLOP/s')} />
      ),
      value: showTime(computeSeconds * 1e9),
    },
    { name: t('figure.bound'), value: showTime(seconds * 1e9), isTotal: true },
  ];
}
