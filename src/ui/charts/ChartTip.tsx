// What a chart says under the pointer: the context, and each variant's value, largest first.

import { useTranslation } from 'react-i18next';
import { VariantMark } from '../VariantMark';

export interface TipValue {
  readonly variantId: string;
  readonly mode: string;
  readonly name: string;
  readonly value: number;
}

/** What Recharts fills in. */
export interface TipPlace {
  readonly active?: boolean;
  /** The place on the context axis. */
  readonly label?: string | number;
}

export function ChartTip({
  active,
  label,
  valuesAt,
  show,
}: TipPlace & {
  valuesAt: (context: number) => readonly TipValue[];
  show: (value: number) => string;
}) {
  const { t } = useTranslation();
  if (!active || label === undefined) return null;
  const context = Number(label);
  return (
    <div className="chart-tip">
      <p>{t('chart.tokens', { count: context })}</p>
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
