// What chart C5 shows, in one sentence: the highest and the lowest intensity, and what binds each.

import type { TFunction } from 'i18next';
import type { Roofline } from '../../state/roofline';
import { entryName } from '../entryText';
import { exact } from '../quantity';
import { showIntensity } from './intensity';

type Words = TFunction<'time'>;

/** Context, batch and new tokens, which the whole sentence depends on. */
const whereOf = (t: TFunction, s: Words, { context, batch, newTokens }: Roofline): string =>
  s('roofline.where', {
    newTokens: s('roofline.newTokensOf', { count: newTokens }),
    tokens: t('chart.tokens', { count: context ?? 0 }),
    batch: exact(batch),
  });

const roofOf = (s: Words, { roof, devices }: Roofline): string =>
  s(devices > 1 ? 'roofline.onRoofs' : 'roofline.onRoof', {
    devices: exact(devices),
    device: roof.device.name,
    arithmetic: s(`roofline.roofs.${roof.arithmetic}`),
    ridge: showIntensity(roof.ridgeFlopsPerByte),
  });

export function rooflineFinding(t: TFunction, s: Words, roofline: Roofline): string {
  const { marks, unsplit } = roofline;
  const sorted = marks.toSorted((a, b) => a.flopsPerByte - b.flopsPerByte);
  const low = sorted[0];
  const high = sorted.at(-1);
  if (!low || !high) return s(unsplit.length > 0 ? 'roofline.noneSplit' : 'roofline.none');
  const common = {
    where: whereOf(t, s, roofline),
    roof: roofOf(s, roofline),
    high: entryName(t, high.entry),
    highFlops: showIntensity(high.flopsPerByte),
    highBound: s(`roofline.bounds.${high.time.bound}`),
  };
  if (showIntensity(low.flopsPerByte) === common.highFlops) {
    return s('roofline.findingOne', common);
  }
  const both = high.time.bound === low.time.bound;
  return s(both ? 'roofline.findingBoth' : 'roofline.finding', {
    ...common,
    low: entryName(t, low.entry),
    lowFlops: showIntensity(low.flopsPerByte),
    lowBound: s(`roofline.bounds.${low.time.bound}`),
  });
}
