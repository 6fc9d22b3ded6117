// The sum behind the size of a cache, from the fields of one token to the whole of it.

import type { TFunction } from 'i18next';
import type { Charges } from '../../state/bills';
import type { ByteUnit } from '../../state/controls';
import type { SumLine } from '../figure/Sum';
import { bytesIn, exact, showBytes } from '../quantity';
import { lineName } from '../variantText';

/** A line that is text alone. */
export interface TextLine extends SumLine {
  readonly name: string;
  readonly expression?: string | undefined;
  readonly value: string;
}

const bytes = (count: number | bigint): string => `${exact(count)} B`;

/** By the formula; with `padded` as memory holds it, rows padded to 16 B. */
export function cacheSum(
  t: TFunction,
  variantId: string,
  { receipt, paddingBytes }: Charges,
  unit: ByteUnit,
  padded = false,
): TextLine[] {
  const { lines, parts, tokenLayerBytes, sequenceBytes, inAll, totalBytes } = receipt;
  const total = padded ? totalBytes + paddingBytes : totalBytes;
  const { unit: name } = bytesIn(total, unit);
  return [
    ...lines.map((line) => ({
      name: lineName(t, variantId, line),
      expression: `${line.factors.map(({ value }) => exact(value)).join(' × ')} B`,
      value: bytes(line.bytes),
    })),
    {
      name: t('receipt.perLayer'),
      expression: lines.length > 1 ? lines.map((line) => exact(line.bytes)).join(' + ') : undefined,
      value: bytes(tokenLayerBytes),
      isTotal: true,
    },
    ...parts.map(({ window, stages: [layers, tokens] }) => ({
      name: `${t(`receipt.${parts.length === 1 ? 'perSequence' : window === null ? 'fullLayers' : 'windowedLayers'}`)} ${t('receipt.layers', { count: layers.value })} ${t('receipt.context', { count: tokens.value })}`,
      expression: [tokenLayerBytes, layers.value, tokens.value].map(exact).join(' × '),
      value: bytes(tokens.bytes),
    })),
    ...(parts.length > 1
      ? [{ name: t('receipt.perSequence'), value: bytes(sequenceBytes), isTotal: true }]
      : []),
    {
      name: `${t('receipt.inAll')} ${t('receipt.batch', { count: inAll.value })}`,
      expression: `${exact(sequenceBytes)} × ${exact(inAll.value)}`,
      value: bytes(totalBytes),
    },
    ...(padded && paddingBytes > 0n
      ? [{ name: t('figure.padding'), value: `+ ${bytes(paddingBytes)}` }]
      : []),
    {
      name: `${t(padded ? 'figure.padded' : 'receipt.total')} ${t('figure.inUnit', { unit: name })}`,
      value: showBytes(total, unit),
      isTotal: true,
    },
  ];
}
