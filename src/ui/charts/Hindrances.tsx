// Why some entries are not in a chart of serving, and what to do about it.

import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { ByteUnit } from '../../state/controls';
import type { Hindered } from '../../state/placed';
import { entryName, modelName } from '../entryText';
import { exact, showBytes } from '../quantity';
import { useControls } from '../useControls';

type ServingWords = TFunction<'serving'>;

function hindranceText(
  t: TFunction,
  s: ServingWords,
  { entry, hindrance }: Hindered,
  names: string,
  devices: number,
  unit: ByteUnit,
): string {
  switch (hindrance.code) {
    case 'sizes':
      return s('hindrances.sizes', { names });
    case 'weightsUnknown':
    case 'weightsImpossible':
      return s(`hindrances.${hindrance.code}`, { names, model: modelName(t, entry) });
    case 'cannotShare':
      return s('hindrances.cannotShare', {
        names,
        devices: exact(devices),
        counts: hindrance.counts.map(exact).join(t('listComma')),
      });
    case 'noRoom': {
      const { tokens, batch, needed, roomBytes, enough } = hindrance;
      const why = s('hindrances.noRoom', {
        names,
        sequences: s('sequences', { count: batch }),
        tokens: t('chart.tokens', { count: tokens }),
        needed: showBytes(needed.totalBytes, unit),
        weights: showBytes(needed.weightBytes, unit),
        room: showBytes(roomBytes, unit),
      });
      const what =
        enough === null
          ? s('hindrances.notEnough')
          : s('hindrances.enough', { count: enough, defaultValue: '' });
      return [why, what].join(s('gap'));
    }
  }
}

/** What hinders several in the same way is said once, with all their names. */
function grouped(t: TFunction, hindered: readonly Hindered[]): readonly (readonly Hindered[])[] {
  const groups = new Map<string, Hindered[]>();
  for (const each of hindered) {
    const { code } = each.hindrance;
    const key = code === 'noRoom' ? each.entry.key : `${code} ${modelName(t, each.entry)}`;
    const counts = each.hindrance.code === 'cannotShare' ? each.hindrance.counts.join() : '';
    groups.set(key + counts, [...(groups.get(key + counts) ?? []), each]);
  }
  return [...groups.values()];
}

export function Hindrances({ hindered }: { hindered: readonly Hindered[] }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('serving');
  const unit = useControls((c) => c.byteUnit);
  const devices = useControls((c) => c.devices);
  if (hindered.length === 0) return null;
  return (
    <ul className="hindrances">
      {grouped(t, hindered).map((group) => {
        const [first] = group;
        if (!first) return null;
        const names = group.map(({ entry }) => entryName(t, entry)).join(t('listComma'));
        return (
          <li key={first.entry.key} data-kind="computed">
            {hindranceText(t, s, first, names, devices, unit)}
          </li>
        );
      })}
    </ul>
  );
}
