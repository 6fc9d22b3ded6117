// The bill of a cache: lines that are products of their factors, and subtotals that are their sums and products.

import type { Field, Plan } from '../attention/plan';
import { elementBytes, type CacheSize } from './cache';

/** Names of factors, for the reader's language and for the formula's letters. */
export type FactorSymbol =
  | 'kvHeads'
  | 'latentHeads'
  | 'rank'
  | 'queryHeads'
  | 'qkDim'
  | 'vDim'
  | 'latentDim'
  | 'ropeDim'
  | 'bytesPerElement'
  | 'layers'
  | 'cachedTokens'
  | 'batch';

export interface Factor {
  readonly symbol: FactorSymbol;
  readonly value: number;
}

/** One cache field of one token in one layer: `bytes` is the product of the factors. */
export interface ReceiptLine {
  readonly field: string;
  readonly holds: Field['holds'];
  readonly factors: readonly Factor[];
  readonly bytes: number;
}

/** A subtotal times a count: `bytes` is the stage before times `value`, exact beyond 2^53. */
export interface ReceiptStage extends Factor {
  readonly bytes: bigint;
}

export interface Receipt {
  readonly lines: readonly ReceiptLine[];
  /** The sum of the lines: bytes per token and layer. */
  readonly tokenLayerBytes: number;
  /** × layers, × cachedTokens, × batch, in this order. */
  readonly stages: readonly [
    perToken: ReceiptStage,
    perSequence: ReceiptStage,
    inAll: ReceiptStage,
  ];
  /** The last stage's bytes. */
  readonly totalBytes: bigint;
}

const widthSymbol: Record<Field['holds'], FactorSymbol> = {
  key: 'qkDim',
  value: 'vDim',
  latent: 'latentDim',
  ropeKey: 'ropeDim',
  tied: 'qkDim',
  headFactor: 'queryHeads',
  keyFactor: 'qkDim',
  valueFactor: 'vDim',
};

/** What a field's heads are, where they are not kv heads. */
const headSymbol: Partial<Record<Field['holds'], FactorSymbol>> = {
  latent: 'latentHeads',
  headFactor: 'rank',
  keyFactor: 'rank',
  valueFactor: 'rank',
};

/** Bytes by the formula, without padding; `cachePerToken` has both. */
export function receipt(plan: Plan, { layers, tokens, batch, format }: CacheSize): Receipt {
  const lines = plan.cache.map((field): ReceiptLine => {
    // One row for all heads is no head count: a latent's "× 1" would only puzzle.
    const shared = field.heads === 1 && (field.holds === 'latent' || field.holds === 'ropeKey');
    const factors: Factor[] = [
      ...(shared
        ? []
        : [{ symbol: headSymbol[field.holds] ?? 'kvHeads', value: field.heads } as const]),
      { symbol: widthSymbol[field.holds], value: field.width },
      { symbol: 'bytesPerElement', value: elementBytes(field, format) },
    ];
    const bytes = factors.reduce((product, { value }) => product * value, 1);
    return { field: field.id, holds: field.holds, factors, bytes };
  });
  const tokenLayerBytes = lines.reduce((sum, { bytes }) => sum + bytes, 0);
  const tokenBytes = BigInt(tokenLayerBytes) * BigInt(layers);
  const sequenceBytes = tokenBytes * BigInt(tokens);
  const totalBytes = sequenceBytes * BigInt(batch);
  return {
    lines,
    tokenLayerBytes,
    stages: [
      { symbol: 'layers', value: layers, bytes: tokenBytes },
      { symbol: 'cachedTokens', value: tokens, bytes: sequenceBytes },
      { symbol: 'batch', value: batch, bytes: totalBytes },
    ],
    totalBytes,
  };
}
