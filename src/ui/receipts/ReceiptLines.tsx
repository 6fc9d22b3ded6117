// The sum of a receipt, line by line: fields of one token and layer, then × layers, × context, × batch.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Receipt, ReceiptPart } from '../../price/receipt';
import type { Charges } from '../../state/bills';
import type { ByteUnit } from '../../state/controls';
import { bytesIn, exact, showBytes } from '../quantity';
import { Computed } from '../figure/Figure';
import { lineName } from '../variantText';
import { cacheSum } from './cacheSum';

interface Line {
  readonly id: string;
  /** What the line's bytes are those of the line before, or of one token and layer, times. */
  readonly times?: string;
  readonly name: string;
  readonly bytes: number | bigint;
  readonly isSum?: boolean;
}

/** Layers that all keep the same: one token of theirs, then one sequence. */
const partLines = (t: TFunction, { stages: [layers, tokens] }: ReceiptPart): Line[] => [
  {
    id: 'perToken',
    times: t('receipt.layers', { count: layers.value }),
    name: t('receipt.perToken'),
    bytes: layers.bytes,
  },
  {
    id: 'perSequence',
    times: t(tokens.symbol === 'window' ? 'receipt.window' : 'receipt.context', {
      count: tokens.value,
    }),
    name: t('receipt.perSequence'),
    bytes: tokens.bytes,
  },
];

/** Layers that keep a window and others that do not: what one sequence keeps in each, and in all. */
const mixedLines = (t: TFunction, { parts, sequenceBytes }: Receipt): Line[] => [
  ...parts.map(({ window, stages: [layers, tokens] }): Line => {
    const kind = window === null ? 'fullLayers' : 'windowedLayers';
    return {
      id: kind,
      times: `${t('receipt.layers', { count: layers.value })} ${t('receipt.context', { count: tokens.value })}`,
      name: t(`receipt.${kind}`),
      bytes: tokens.bytes,
    };
  }),
  { id: 'perSequence', name: t('receipt.perSequence'), bytes: sequenceBytes, isSum: true },
];

function linesOf(t: TFunction, receipt: Receipt): Line[] {
  const { parts, tokenLayerBytes, inAll } = receipt;
  const [only, ...others] = parts;
  return [
    { id: 'perLayer', name: t('receipt.perLayer'), bytes: tokenLayerBytes, isSum: true },
    ...(only && others.length === 0 ? partLines(t, only) : mixedLines(t, receipt)),
    {
      id: 'inAll',
      times: t('receipt.batch', { count: inAll.value }),
      name: t('receipt.inAll'),
      bytes: inAll.bytes,
    },
  ];
}

const Bytes = ({ count }: { count: number | bigint }) => (
  <span className="line-bytes">{exact(count)} B</span>
);

export function ReceiptLines({
  variantId,
  charges,
  unit,
}: {
  variantId: string;
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
          <div key={line.field} className="line" data-line={line.field} data-kind="computed">
            <span className="line-name">
              {lineName(t, variantId, line)}{' '}
              <span
                className="formula"
                title={line.factors.map(({ symbol }) => t(`receipt.factors.${symbol}`)).join(' × ')}
              >
                {line.factors.map(({ value }) => exact(value)).join(' × ')} B
              </span>
            </span>
            <Bytes count={line.bytes} />
          </div>
        ))}
      </div>
      {linesOf(t, receipt).map(({ id, times, name, bytes, isSum }) => (
        <div
          key={id}
          className={isSum ? 'line subtotal' : 'line'}
          data-line={id}
          data-kind="computed"
        >
          {times !== undefined && <span className="formula step">{times}</span>}
          <span className="line-name">{name}</span>
          <Bytes count={bytes} />
        </div>
      ))}
      <div className="line total" data-line="grandTotal">
        <span className="line-name">{t('receipt.total')}</span>
        <span className="line-bytes">
          <Computed sum={() => cacheSum(t, variantId, charges, unit)}>
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
