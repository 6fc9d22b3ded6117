// What the chart of a sweep says under the pointer: each entry's bound and, where there is one, its measured median.

import { useTranslation } from 'react-i18next';
import type { Sweep } from '../../state/sweep';
import type { SweepBound, SweepPoint } from '../../state/sweepResults';
import { EntryMark } from '../EntryMark';
import { entryName } from '../entryText';
import { TipFrame } from './TipFrame';

export function SweepTip({
  sweep: { kind, sizes },
  bounds,
  points,
  show,
  active,
  label,
}: {
  sweep: Sweep;
  bounds: readonly SweepBound[];
  points: readonly SweepPoint[];
  /** A value with its unit. */
  show: (value: number) => string;
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
    ...bounds.flatMap(({ entry, values: all }) => {
      const value = all[at] ?? null;
      return value === null
        ? []
        : [{ entry, figure: 'bound' as const, kind: 'computed' as const, value }];
    }),
    ...points
      .filter((each) => each.size === size)
      .map(({ entry, value }) => ({
        entry,
        figure: 'median' as const,
        kind: 'measured' as const,
        value,
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
              {show(value)}
            </b>
          </li>
        ))}
    </TipFrame>
  );
}
