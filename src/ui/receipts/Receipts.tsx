// The receipts side by side, or one at a time on a phone, and the scale that they share.

import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { billsOf, elementsPerSquare } from '../../state/bills';
import { useControls } from '../useControls';
import { VariantMark } from '../VariantMark';
import { stripSquares } from './CacheStrip';
import { Receipt } from './Receipt';

declare module 'react' {
  interface CSSProperties {
    /** Receipts side by side, where the page is wide. */
    '--columns'?: number;
  }
}

/** As many as have room side by side; more stand in rows as even as can be. */
function columnsFor(receipts: number): number {
  const rows = receipts <= 5 ? 1 : Math.ceil(receipts / 4);
  return Math.ceil(receipts / rows);
}

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
          {t('receipt.square', { count: scale })}
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
      <div className="receipt-row" ref={row} style={{ '--columns': columnsFor(bills.length) }}>
        {bills.map((bill) => (
          <Receipt key={bill.variant.id} bill={bill} elementsPerSquare={scale} />
        ))}
      </div>
    </section>
  );
}
