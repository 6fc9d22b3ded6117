// One factor of a formula: its number over its letter. It lights its control and whatever depends on it, and leads there.

import { useTranslation } from 'react-i18next';
import type { Factor } from '../../price/receipt';
import { lights, useLit } from '../lit';
import { exact } from '../quantity';
import { goToControl } from '../sheet';
import { letters, type Lightable } from '../symbols';

export function Symbol({
  factor: { symbol, value },
  controls,
  children,
}: {
  factor: Factor;
  /** Behind the factor; empty where none is. */
  controls: readonly Lightable[];
  /** In place of the number and its letter, where the factor is said in words. */
  children?: string;
}) {
  const { t } = useTranslation();
  const lit = useLit(controls);
  const name = t(`receipt.factors.${symbol}`);
  const shown = children ?? (
    <>
      <span className="symbol-value">{exact(value)}</span>
      <i className="symbol-letter">{letters[symbol]}</i>
    </>
  );
  const look = children === undefined ? 'symbol stacked' : 'symbol';
  if (controls.length === 0) {
    return (
      <span className={look} title={name}>
        {shown}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={lit ? `${look} lit` : look}
      data-symbol={symbol}
      title={name}
      aria-label={t('receipt.goTo', { value: exact(value), name })}
      onClick={() => goToControl(controls)}
      {...lights(controls)}
    >
      {shown}
    </button>
  );
}
