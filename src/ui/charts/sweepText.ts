// What a sweep measured, in words: values with their units, samples, and why an entry ended.

import type { TFunction } from 'i18next';
import type { ByteUnit } from '../../state/controls';
import { sweepValue, type LeftReason, type SweepKind } from '../../state/sweep';
import type { SweepPoint } from '../../state/sweepResults';
import { failureText } from '../failureText';
import type { SampleSummary } from '../figure/Samples';
import { showBytes, showFlops, showTime, showTokenRate } from '../quantity';

export type SweepWords = TFunction<'sweep'>;

/** 310 tokens/s, or 3.1 ms. */
export const showSweepValue = (s: SweepWords, kind: SweepKind, value: number): string =>
  kind === 'batch' ? s('rate', { rate: showTokenRate(value) }) : showTime(value);

/** The samples of a point, each as what it says; `device` as `deviceName` gives it. */
export function sweepSamples(
  s: SweepWords,
  kind: SweepKind,
  { size, point, value, quartiles }: SweepPoint,
  device: string,
): SampleSummary {
  const show = (each: number) => showSweepValue(s, kind, each);
  // The shortest time is the highest rate.
  const [low = 0, high = 0] = quartiles.toSorted((a, b) => a - b);
  return {
    n: point.samplesNs.length,
    median: show(value),
    q1: show(low),
    q3: show(high),
    spread: show((high - low) / 2),
    each: () => point.samplesNs.map((ns) => show(sweepValue(kind, size, ns))),
    device,
  };
}

export function leftText(t: TFunction, s: SweepWords, reason: LeftReason, unit: ByteUnit): string {
  switch (reason.code) {
    case 'doesNotFit':
      return s('leftReasons.doesNotFit', {
        needed: showBytes(reason.neededBytes, unit),
        limit: showBytes(reason.limitBytes, unit),
      });
    case 'checkTooLong':
      return s('leftReasons.checkTooLong', {
        flops: showFlops(reason.flops),
        limit: showFlops(reason.limitFlops),
      });
    case 'tooSlow':
      return s('leftReasons.tooSlow', {
        foreseen: showTime(reason.foreseenNs),
        limit: showTime(reason.limitNs),
      });
    case 'disagrees':
      return t('agreement.disagrees');
    default:
      return failureText(t, reason, unit);
  }
}
