// The lines below a receipt's fields: the sum of a layer, then × layers, × context, × batch, each with what it is times.

import type { TFunction } from 'i18next';
import type { Factor, Receipt, ReceiptPart } from '../../price/receipt';

/** A factor in words: × 61 layers. */
export interface Times {
  readonly factor: Factor;
  readonly text: string;
}

export interface Line {
  readonly id: string;
  /** What the line's bytes are those of the line before, or of one token and layer, times. */
  readonly times: readonly Times[];
  readonly name: string;
  readonly bytes: number | bigint;
  readonly isSum?: boolean;
}

const byLayers = (t: TFunction, { stages: [layers] }: ReceiptPart): Times => ({
  factor: layers,
  text: t('receipt.layers', { count: layers.value }),
});

const byTokens = (t: TFunction, { stages: [, tokens] }: ReceiptPart): Times => ({
  factor: tokens,
  text: t(tokens.symbol === 'window' ? 'receipt.window' : 'receipt.context', {
    count: tokens.value,
  }),
});

/** Layers that all keep the same: one token of theirs, then one sequence. */
const partLines = (t: TFunction, part: ReceiptPart): Line[] => [
  {
    id: 'perToken',
    times: [byLayers(t, part)],
    name: t('receipt.perToken'),
    bytes: part.stages[0].bytes,
  },
  {
    id: 'perSequence',
    times: [byTokens(t, part)],
    name: t('receipt.perSequence'),
    bytes: part.stages[1].bytes,
  },
];

/** Layers that keep a window and others that do not: what one sequence keeps in each, and in all. */
const mixedLines = (t: TFunction, { parts, sequenceBytes }: Receipt): Line[] => [
  ...parts.map((part): Line => {
    const kind = part.window === null ? 'fullLayers' : 'windowedLayers';
    return {
      id: kind,
      times: [byLayers(t, part), byTokens(t, part)],
      name: t(`receipt.${kind}`),
      bytes: part.stages[1].bytes,
    };
  }),
  {
    id: 'perSequence',
    times: [],
    name: t('receipt.perSequence'),
    bytes: sequenceBytes,
    isSum: true,
  },
];

export function linesOf(t: TFunction, receipt: Receipt): Line[] {
  const { parts, tokenLayerBytes, inAll } = receipt;
  const [only, ...others] = parts;
  return [
    {
      id: 'perLayer',
      times: [],
      name: t('receipt.perLayer'),
      bytes: tokenLayerBytes,
      isSum: true,
    },
    ...(only && others.length === 0 ? partLines(t, only) : mixedLines(t, receipt)),
    {
      id: 'inAll',
      times: [{ factor: inAll, text: t('receipt.batch', { count: inAll.value }) }],
      name: t('receipt.inAll'),
      bytes: inAll.bytes,
    },
  ];
}
