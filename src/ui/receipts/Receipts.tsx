// The receipts side by side, or one at a time on a phone, and the scale that they share.

import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { billsOf, elementsPerSquare } from '../../state/bills';
import { exact } from '../quantity';
import { useControls } from '../useControls';
import { VariantMark } from '../VariantMark';
import { stripSquares } from './CacheStrip';
import { Receipt } from './Receipt';

export function Receipts() {
  const { t } = useTranslation();
  const bills = useControls(billsOf);
  const row = useRef<HTMLDivElement>(null);
  const scale = elementsPerSquare(bills, stripSquares);
  const show = (variantId: string) => {
    const reduced = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    row.current?.querySelector(`#receipt-${variantId}`)?.scrollIntoView({
      behavior: reduced ? 'auto' : 'smooth',
      block: 'nearest',
      inline: 'center',
    });
  };
  return (
    <section id="receipts" className="receipts" tabIndex={-1} aria-labelledby="receipts-title">
      <div className="section-head">
        <h2 id="receipts-title">{t('receipt.section')}</h2>
        <p className="scale-note">
          <span className="scale-square" aria-hidden="true" />
          {t('receipt.square', { elements: exact(scale) })}
        </p>
      </div>
      <div className="receipt-buttons" role="group" aria-label={t('receipt.section')}>
        {bills.map(({ variant, mode }) => (
          <button
            key={variant.id}
            type="button"
            className="button"
            aria-label={t('receipt.show', { variant: variant.name })}
            onClick={() => show(variant.id)}
          >
            <VariantMark variantId={variant.id} mode={mode} />
            {variant.name}
          </button>
        ))}
      </div>
      <div className="receipt-row" ref={row}>
        {bills.map((bill) => (
          <Receipt key={bill.variant.id} bill={bill} elementsPerSquare={scale} />
        ))}
      </div>
    </section>
  );
}
