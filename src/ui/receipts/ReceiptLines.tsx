// The sum of a receipt, line by line: fields of one token and layer, then × layers, × context, × batch.

import { useTranslation } from 'react-i18next';
import type { FactorSymbol } from '../../price/receipt';
import type { Charges } from '../../state/bills';
import type { ByteUnit } from '../../state/controls';
import { bytesIn, exact, showBytes } from '../quantity';

/** What each stage multiplies by, and what its subtotal is of. */
const stageNames = {
  layers: { times: 'layers', of: 'perToken' },
  cachedTokens: { times: 'context', of: 'perSequence' },
  batch: { times: 'batch', of: 'inAll' },
} as const;

const isStage = (symbol: FactorSymbol): symbol is keyof typeof stageNames => symbol in stageNames;

const Bytes = ({ count }: { count: number | bigint }) => (
  <span className="line-bytes">{exact(count)} B</span>
);

export function ReceiptLines({ charges, unit }: { charges: Charges; unit: ByteUnit }) {
  const { t } = useTranslation();
  const { lines, tokenLayerBytes, parts, inAll, totalBytes } = charges.receipt;
  const stages = [...parts.flatMap((part) => part.stages), inAll];
  const total = bytesIn(totalBytes, unit);
  return (
    <>
      {lines.map(({ field, holds, factors, bytes }) => (
        <div key={field} className="line" data-line={field}>
          <span className="line-name">
            {t(`receipt.holds.${holds}`)}{' '}
            <span className="formula">
              {factors.map(({ value }) => exact(value)).join(' × ')} B
            </span>
          </span>
          <Bytes count={bytes} />
        </div>
      ))}
      <div className="line subtotal" data-line="perLayer">
        <span className="line-name">{t('receipt.perLayer')}</span>
        <Bytes count={tokenLayerBytes} />
      </div>
      {stages.map(({ symbol, value, bytes }) => {
        if (!isStage(symbol)) return null;
        const { times, of } = stageNames[symbol];
        return (
          <div key={symbol} className="line" data-line={of}>
            <span className="formula step">{t(`receipt.${times}`, { count: value })}</span>
            <span className="line-name">{t(`receipt.${of}`)}</span>
            <Bytes count={bytes} />
          </div>
        );
      })}
      <div className="line total" data-line="grandTotal">
        <span className="line-name">{t('receipt.total')}</span>
        <span className="line-bytes">
          {total.value} <span className="unit">{total.unit}</span>
        </span>
      </div>
      <p className="padding-note">
        {charges.paddingBytes === 0n
          ? t('receipt.noPadding')
          : t('receipt.padding', { bytes: showBytes(charges.paddingBytes, unit) })}
      </p>
    </>
  );
}
