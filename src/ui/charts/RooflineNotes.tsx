// What chart C5 counts, and why more arithmetic can be faster: how often a cached row is used once it is read.

import { useTranslation } from 'react-i18next';
import type { Roofline } from '../../state/roofline';
import { entryName } from '../entryText';
import { exact } from '../quantity';
import { showIntensity } from './intensity';

export function RooflineNotes({ roofline }: { roofline: Roofline }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  const { marks, unsplit, context, newTokens, askedNewTokens, devices, split } = roofline;
  const used = marks.toSorted((a, b) => b.flopsPerRowByte - a.flopsPerRowByte)[0];
  return (
    <div data-kind="computed">
      {used && (
        <p>
          {s('roofline.lesson', {
            variant: entryName(t, used.entry),
            queryHeads: exact(used.queryHeads),
            newTokens: exact(newTokens),
            rows: showIntensity(used.flopsPerRowByte),
          })}
        </p>
      )}
      <p>{s('roofline.note')}</p>
      {context !== null && newTokens < askedNewTokens && (
        <p>
          {s('roofline.fewer', {
            asked: s('roofline.newTokensOf', { count: askedNewTokens }),
            tokens: t('chart.tokens', { count: context }),
          })}
        </p>
      )}
      {devices > 1 && <p>{s(`roofline.shared.${split}`, { devices: exact(devices) })}</p>}
      {unsplit.length > 0 && (
        <p>
          {s('roofline.unsplit', {
            variants: unsplit.map((entry) => entryName(t, entry)).join(t('listComma')),
            devices: exact(devices),
          })}
        </p>
      )}
    </div>
  );
}
