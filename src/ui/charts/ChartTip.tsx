// What a chart says under the pointer: the context, and each variant's value, largest first.

import { useTranslation } from 'react-i18next';
import type { FigureKind } from '../figure/kinds';
import { VariantMark } from '../VariantMark';

export interface TipValue {
  readonly variantId: string;
  readonly mode: string;
  readonly name: string;
  readonly value: number;
  /** `computed` where it is not given. */
  readonly kind?: FigureKind;
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
      <p data-kind="scale">{t('chart.tokens', { count: context })}</p>
      <ul>
        {valuesAt(context)
          .toSorted((a, b) => b.value - a.value)
          .map(({ variantId, mode, name, value, kind = 'computed' }) => (
            <li key={name}>
              <VariantMark variantId={variantId} mode={mode} />
              <span data-kind="name">{name}</span>{' '}
              <b className={kind} data-kind={kind}>
                {show(value)}
              </b>
            </li>
          ))}
      </ul>
    </div>
  );
}
