// The receipts side by side, or one at a time on a phone, and the scale that they share.

import { lazy, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { billsOf, ownBill, squareScale, type Bill } from '../../state/bills';
import { squareUnits } from '../../state/chartSettings';
import { Choice } from '../Choice';
import { setControls, useControls } from '../useControls';
import { useLocked } from '../useLocked';
import { EntryMark } from '../EntryMark';
import { entryName } from '../entryText';
import { noteOf } from '../variantText';
import { Receipt } from './Receipt';
import { FairChoice } from './FairChoice';
import { ShownVariants } from './ShownVariants';
import { stripSquares } from './stripPaper';

/** Without a network squares do not slide and no device is judged, and all else is as it is. */
const SlidingSquares = lazy(() =>
  import('./SlidingSquares').then(
    (module) => ({ default: module.SlidingSquares }),
    () => ({ default: () => null }),
  ),
);

const Verdict = lazy(() =>
  import('./Verdict').then(
    (module) => ({ default: module.Verdict }),
    () => ({ default: () => null }),
  ),
);

declare module 'react' {
  interface CSSProperties {
    /** Receipts side by side, on a wide page and on a narrower one. */
    '--columns'?: number;
    '--columns-narrow'?: number;
    /** Rows of a receipt, and those of them that are cache fields. */
    '--rows'?: number;
    '--fields'?: number;
  }
}

/** Receipts in rows as even as can be, of at most so many; what was put aside stands below where there is no room. */
function columnsFor(bills: readonly Bill[], most: number): number {
  if (bills.length <= most) return bills.length;
  const live = bills.filter(({ pin }) => pin === null).length;
  return Math.ceil(live / Math.ceil(live / most));
}

/** Head, strip, note, subtotal of a layer, batch, total, padding and ratio: what each receipt has once. */
const onceEach = 8;

/** Rows that every receipt has, so that their sums stand side by side. */
function rowsOf(bills: readonly Bill[]): { fields: number; rows: number } {
  const receipts = bills.flatMap(({ charges }) => charges?.receipt ?? []);
  const fields = Math.max(1, ...receipts.map(({ lines }) => lines.length));
  // A line for each kind of layers and their sum, or one for layers and one for tokens.
  const parts = Math.max(1, ...receipts.map((receipt) => receipt.parts.length));
  return { fields, rows: onceEach + fields + parts + 1 };
}

export function Receipts() {
  const { t } = useTranslation();
  const bills = useControls(billsOf);
  const unit = useControls((c) => c.squareUnit);
  const isLocked = useLocked();
  const own = ownBill(bills);
  const row = useRef<HTMLDivElement>(null);
  const { fields, rows } = rowsOf(bills);
  const scale = squareScale(bills, stripSquares, unit);
  const show = (key: string) => {
    const reduced = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    row.current?.querySelector(`#receipt-${key}`)?.scrollIntoView({
      behavior: reduced ? 'auto' : 'smooth',
      block: 'nearest',
      inline: 'center',
    });
  };
  return (
    <section id="receipts" className="receipts" tabIndex={-1} aria-labelledby="receipts-title">
      <div className="section-head">
        <h2 id="receipts-title">{t('receipt.section')}</h2>
        <div className="square-scale">
          <p className="scale-note" data-kind="scale">
            <span className="scale-square" aria-hidden="true" />
            {t('receipt.square', {
              size: t(`receipt.squareSize.${unit}`, { count: scale.perSquare }),
            })}
          </p>
          {!isLocked('square') && (
            <Choice
              legend={t('receipt.squareUnit')}
              value={unit}
              options={squareUnits.map((value) => ({
                value,
                label: t(`receipt.squareUnits.${value}`),
              }))}
              onChange={(next) => setControls({ squareUnit: next })}
            />
          )}
        </div>
      </div>
      {!isLocked('variants') && <ShownVariants />}
      {!isLocked('fair') && <FairChoice />}
      <div className="receipt-buttons" role="group" aria-label={t('receipt.section')}>
        {bills.map((bill) => (
          <button
            key={bill.key}
            type="button"
            className="button"
            aria-label={t('receipt.show', { variant: entryName(t, bill) })}
            onClick={() => show(bill.key)}
          >
            <EntryMark entry={bill} />
            {bill.variant.name}
          </button>
        ))}
      </div>
      <div className="verdict">
        <Suspense fallback={null}>
          <Verdict />
        </Suspense>
      </div>
      {own?.charges && (
        <p className="phone-why" data-kind="computed">
          <EntryMark entry={own} /> <b>{own.variant.name}</b> {noteOf(t, own)}
        </p>
      )}
      <div
        className="receipt-row"
        ref={row}
        style={{
          '--columns': columnsFor(bills, 4),
          '--columns-narrow': columnsFor(bills, 3),
          '--rows': rows,
          '--fields': fields,
        }}
      >
        {bills.map((bill) => (
          <Receipt key={bill.key} bill={bill} scale={scale} />
        ))}
        <Suspense fallback={null}>
          <SlidingSquares bills={bills} scale={scale} row={row} />
        </Suspense>
      </div>
    </section>
  );
}
