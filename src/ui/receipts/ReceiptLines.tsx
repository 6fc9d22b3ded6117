// The sum of a receipt, line by line: fields of one token and layer, then × layers, × context, × batch.

import { useTranslation } from 'react-i18next';
import type { FactorSymbol } from '../../price/receipt';
import type { Charges } from '../../state/bills';
import type { ByteUnit } from '../../state/controls';
import { bytesIn, exact, showBytes } from '../quantity';

/** What a stage's subtotal is of. */
const stageNames = {
  layers: { times: 'layers', of: 'perToken' },
  cachedTokens: { times: 'context', of: 'perSequence' },
  batch: { times: 'batch', of: 'total' },
} as const;

const isStage = (symbol: FactorSymbol): symbol is keyof typeof stageNames => symbol in stageNames;

export function ReceiptLines({ charges, unit }: { charges: Charges; unit: ByteUnit }) {
  const { t } = useTranslation();
  const { lines, tokenLayerBytes, stages, totalBytes } = charges.receipt;
  const total = bytesIn(totalBytes, unit);
  const padding = charges.paddedBytes - totalBytes;
  return (
    <>
      {lines.map(({ field, holds, factors, bytes }) => (
        <div key={field} className="line" data-line={field}>
          <span className="line-name">
            {t(`receipt.holds.${holds}`)}{' '}
            <span className="formula">{factors.map(({ value }) => exact(value)).join(' × ')}</span>
          </span>
          <span className="line-bytes">{exact(bytes)}</span>
        </div>
      ))}
      <div className="line subtotal" data-line="perLayer">
        <span className="line-name">{t('receipt.perLayer')}</span>
        <span className="line-bytes">{exact(tokenLayerBytes)}</span>
      </div>
      {stages.map(({ symbol, value, bytes }) =>
        isStage(symbol) ? (
          <div key={symbol} className="line" data-line={stageNames[symbol].of}>
            <span className="line-name">
              <span className="formula">
                {t(`receipt.${stageNames[symbol].times}`, { count: exact(value) })}
              </span>
            </span>
            <span className="line-bytes">{exact(bytes)}</span>
          </div>
        ) : null,
      )}
      <div className="line total" data-line="grandTotal">
        <span className="line-name">{t('receipt.total')}</span>
        <span className="line-bytes">
          {total.value} <span className="unit">{total.unit}</span>
        </span>
      </div>
      <p className="padding-note">
        {padding === 0
          ? t('receipt.noPadding')
          : t('receipt.padding', { bytes: showBytes(padding, unit) })}
      </p>
    </>
  );
}
