// What the chart of a sweep says under the pointer: each entry's bound and, where there is one, its measured median.

import { useTranslation } from 'react-i18next';
import { sweepValue, type Sweep } from '../../state/sweep';
import type { SweepBound, SweepPoint } from '../../state/sweepResults';
import { EntryMark } from '../EntryMark';
import { entryName } from '../entryText';
import { showSweepValue } from './sweepText';
import { TipFrame } from './TipFrame';

export function SweepTip({
  sweep: { kind, sizes },
  bounds,
  points,
  active,
  label,
}: {
  sweep: Sweep;
  bounds: readonly SweepBound[];
  points: readonly SweepPoint[];
  /** What Recharts fills in: whether there is a pointer, and its place on the axis. */
  active?: boolean;
  label?: string | number;
}) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('sweep');
  if (!active || label === undefined) return null;
  const size = Number(label);
  const at = sizes.indexOf(size);
  const values = [
    ...bounds.flatMap(({ entry, ns }) => {
      const bound = ns[at] ?? null;
      const line = { entry, figure: 'bound', kind: 'computed' } as const;
      return bound === null ? [] : [{ ...line, value: sweepValue(kind, size, bound) }];
    }),
    ...points
      .filter((each) => each.size === size)
      .map(({ entry, point }) => ({
        entry,
        figure: 'median' as const,
        kind: 'measured' as const,
        value: sweepValue(kind, size, point.medianNs),
      })),
  ];
  return (
    <TipFrame title={s(`${kind}.sizes`, { count: size })}>
      {values
        .toSorted((a, b) => b.value - a.value)
        .map(({ entry, figure, kind: origin, value }) => (
          <li key={`${entry.key} ${figure}`}>
            <EntryMark entry={entry} />{' '}
            {t('decode.tip', {
              variant: entryName(t, entry),
              figure: t(`decode.columns.${figure}`),
            })}{' '}
            <b className={origin} data-kind={origin}>
              {showSweepValue(s, kind, value)}
            </b>
          </li>
        ))}
    </TipFrame>
  );
}
