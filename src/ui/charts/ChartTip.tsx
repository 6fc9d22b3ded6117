// What a chart of lines says under the pointer: the place, and each entry's value, largest first.

import { useTranslation } from 'react-i18next';
import { entryName } from '../entryText';
import { VariantMark } from '../VariantMark';
import type { EntryLine } from './LinesChart';
import { TipFrame } from './TipFrame';

export function ChartTip({
  active,
  label,
  xs,
  lines,
  showX,
  showY,
}: {
  xs: readonly number[];
  lines: readonly EntryLine[];
  showX: (x: number) => string;
  showY: (y: number) => string;
  /** What Recharts fills in: whether there is a pointer, and its place on the axis. */
  active?: boolean;
  label?: string | number;
}) {
  const { t } = useTranslation();
  if (!active || label === undefined) return null;
  const at = xs.indexOf(Number(label));
  const values = lines.flatMap(({ entry, values: all, name = entryName(t, entry) }) => {
    const value = all[at];
    return value === null || value === undefined ? [] : [{ entry, value, name }];
  });
  return (
    <TipFrame title={showX(Number(label))}>
      {values
        .toSorted((a, b) => b.value - a.value)
        .map(({ entry, value, name }) => (
          <li key={entry.key}>
            <VariantMark variantId={entry.variant.id} mode={entry.mode} />{' '}
            <span data-kind="name">{name}</span> <b data-kind="computed">{showY(value)}</b>
          </li>
        ))}
    </TipFrame>
  );
}
