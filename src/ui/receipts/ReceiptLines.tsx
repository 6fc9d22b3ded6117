// The sum of a receipt, line by line: fields of one token and layer, then × layers, × context, × batch.

import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Factor, ReceiptLine } from '../../price/receipt';
import type { Bill, Charges } from '../../state/bills';
import type { ByteUnit } from '../../state/controls';
import { Computed } from '../figure/Figure';
import { useLit } from '../lit';
import { bytesIn, exact, showBytes } from '../quantity';
import { controlsBehind, type Lightable } from '../symbols';
import { lineName } from '../variantText';
import { cacheSum } from './cacheSum';
import { linesOf } from './lines';
import { Symbol } from './Symbol';

const Bytes = ({ count }: { count: number | bigint }) => (
  <span className="line-bytes" data-kind="computed">
    {exact(count)} B
  </span>
);

/** What a configuration put aside shares with the page's controls. */
const workload: readonly Lightable[] = ['context', 'batch'];

/** The controls behind a factor of a bill. */
function controlsOf(bill: Bill, { symbol, value }: Factor): readonly Lightable[] {
  const all = controlsBehind(symbol, value, bill.variant, bill.shape.dims.queryHeads);
  return bill.pin === null ? all : all.filter((name) => workload.includes(name));
}

function FieldLine({ bill, line }: { bill: Bill; line: ReceiptLine }) {
  const { t } = useTranslation();
  const lit = useLit(line.factors.flatMap((factor) => controlsOf(bill, factor)));
  return (
    <div className={lit ? 'line field-line lit' : 'line field-line'} data-line={line.field}>
      <span className="line-name">{lineName(t, bill.variant.id, line)}</span>
      <span className="formula" data-kind="chosen">
        {line.factors.map((factor, i) => (
          <Fragment key={factor.symbol}>
            {i > 0 && ' × '}
            <Symbol factor={factor} controls={controlsOf(bill, factor)} />
          </Fragment>
        ))}{' '}
        B
      </span>
      <Bytes count={line.bytes} />
    </div>
  );
}

export function ReceiptLines({
  bill,
  charges,
  unit,
}: {
  bill: Bill;
  charges: Charges;
  unit: ByteUnit;
}) {
  const { t } = useTranslation();
  const { receipt } = charges;
  const total = bytesIn(receipt.totalBytes, unit);
  return (
    <>
      <div className="receipt-fields">
        {receipt.lines.map((line) => (
          <FieldLine key={line.field} bill={bill} line={line} />
        ))}
      </div>
      {linesOf(t, receipt).map(({ id, times, name, bytes, isSum }) => (
        <div key={id} className={isSum ? 'line subtotal' : 'line'} data-line={id}>
          {times.length > 0 && (
            <span className="formula step" data-kind="chosen">
              {times.map(({ factor, text }) => (
                <Symbol key={factor.symbol} factor={factor} controls={controlsOf(bill, factor)}>
                  {text}
                </Symbol>
              ))}
            </span>
          )}
          <span className="line-name">{name}</span>
          <Bytes count={bytes} />
        </div>
      ))}
      <div className="line total" data-line="grandTotal">
        <span className="line-name">{t('receipt.total')}</span>
        <span className="line-bytes">
          <Computed sum={() => cacheSum(t, bill.variant.id, charges, unit)}>
            {total.value} <span className="unit">{total.unit}</span>
          </Computed>
        </span>
      </div>
      <p className="padding-note" data-kind="computed">
        {charges.paddingBytes === 0n
          ? t('receipt.noPadding')
          : t('receipt.padding', { bytes: showBytes(charges.paddingBytes, unit) })}
      </p>
    </>
  );
}
