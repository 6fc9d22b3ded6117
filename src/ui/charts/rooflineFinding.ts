// What chart C5 shows, in one sentence: the highest and the lowest intensity, and what binds each.

import type { TFunction } from 'i18next';
import type { Roofline } from '../../state/roofline';
import { entryName } from '../entryText';
import { exact } from '../quantity';
import { showIntensity } from './intensity';

/** Context, batch and new tokens, which the whole sentence depends on. */
const whereOf = (t: TFunction, { context, batch, newTokens }: Roofline): string =>
  t('roofline.where', {
    newTokens: t('roofline.newTokensOf', { count: newTokens }),
    tokens: t('chart.tokens', { count: context ?? 0 }),
    batch: exact(batch),
  });

const roofOf = (t: TFunction, { roof, devices }: Roofline): string =>
  t(devices > 1 ? 'roofline.onRoofs' : 'roofline.onRoof', {
    devices: exact(devices),
    device: roof.device.name,
    arithmetic: t(`roofline.roofs.${roof.arithmetic}`),
    ridge: showIntensity(roof.ridgeFlopsPerByte),
  });

export function rooflineFinding(t: TFunction, roofline: Roofline): string {
  const { marks, unsplit } = roofline;
  const sorted = marks.toSorted((a, b) => a.flopsPerByte - b.flopsPerByte);
  const low = sorted[0];
  const high = sorted.at(-1);
  if (!low || !high) return t(unsplit.length > 0 ? 'roofline.noneSplit' : 'roofline.none');
  const common = {
    where: whereOf(t, roofline),
    roof: roofOf(t, roofline),
    high: entryName(t, high.entry),
    highFlops: showIntensity(high.flopsPerByte),
    highBound: t(`roofline.bounds.${high.time.bound}`),
  };
  if (showIntensity(low.flopsPerByte) === common.highFlops) {
    return t('roofline.findingOne', common);
  }
  const both = high.time.bound === low.time.bound;
  return t(both ? 'roofline.findingBoth' : 'roofline.finding', {
    ...common,
    low: entryName(t, low.entry),
    lowFlops: showIntensity(low.flopsPerByte),
    lowBound: t(`roofline.bounds.${low.time.bound}`),
  });
}
