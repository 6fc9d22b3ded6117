// What a chart says under the pointer: the context, and each variant's value, largest first.

import { useTranslation } from 'react-i18next';
import { exact } from '../quantity';
import { VariantMark } from '../VariantMark';

interface TipItem {
  readonly dataKey?: unknown;
  readonly value?: unknown;
}

/** What a series is, by its data key. */
export interface TipSeries {
  readonly variantId: string;
  readonly mode: string;
  readonly name: string;
}

/** Recharts fills in `active`, `label` and `payload`. */
export function ChartTip({
  active,
  label,
  payload,
  series,
  show,
}: {
  active?: boolean;
  label?: string | number;
  payload?: readonly TipItem[];
  series: ReadonlyMap<string, TipSeries>;
  show: (value: number) => string;
}) {
  const { t } = useTranslation();
  if (!active || !payload) return null;
  const values = payload.flatMap(({ dataKey, value }) => {
    const known = typeof dataKey === 'string' ? series.get(dataKey) : undefined;
    return known && typeof value === 'number' ? [{ ...known, value }] : [];
  });
  return (
    <div className="chart-tip">
      <p>{t('chart.tokens', { count: exact(Number(label)) })}</p>
      <ul>
        {values
          .toSorted((a, b) => b.value - a.value)
          .map(({ variantId, mode, name, value }) => (
            <li key={name}>
              <VariantMark variantId={variantId} mode={mode} />
              {name} <b>{show(value)}</b>
            </li>
          ))}
      </ul>
    </div>
  );
}
