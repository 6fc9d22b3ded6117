// What a chart says under the pointer: the context, and each variant's value, largest first.

import { useTranslation } from 'react-i18next';
import { exact } from '../quantity';
import { VariantMark } from '../VariantMark';

export interface TipValue {
  readonly variantId: string;
  readonly mode: string;
  readonly name: string;
  readonly value: number;
}

/** Recharts fills in `active` and `label`, the place on the context axis. */
export function ChartTip({
  active,
  label,
  contextAt = Number,
  valuesAt,
  show,
}: {
  active?: boolean;
  label?: string | number;
  /** The context at a place of the axis, where marks stand beside their context. */
  contextAt?: (place: number) => number;
  valuesAt: (context: number) => readonly TipValue[];
  show: (value: number) => string;
}) {
  const { t } = useTranslation();
  if (!active || label === undefined) return null;
  const context = contextAt(Number(label));
  return (
    <div className="chart-tip">
      <p>{t('chart.tokens', { count: exact(context) })}</p>
      <ul>
        {valuesAt(context)
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
