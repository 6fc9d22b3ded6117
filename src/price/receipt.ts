// The bill of a cache: lines that are products of their factors, and subtotals that are their sums and products.

import { fieldFormat, groupsOf, rowBytes, type FormatId } from '../attention/format';
import { keptTokens, type LayerGroup } from '../attention/layers';
import type { Field, Plan } from '../attention/plan';
import type { CacheSize } from './cache';

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
  /** Groups of a row's elements that share a scale, and the bytes of one, its scale included. */
  | 'scaleGroups'
  | 'bytesPerGroup'
  | 'layers'
  | 'cachedTokens'
  | 'window'
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

/** Layers that keep the same tokens: the bytes per token and layer, times the layers, times the tokens. */
export interface ReceiptPart {
  /** Tokens that these layers keep at most; null: all. */
  readonly window: number | null;
  /** × layers; then × cachedTokens, or × window where the window is full. */
  readonly stages: readonly [perToken: ReceiptStage, perSequence: ReceiptStage];
}

export interface Receipt {
  readonly lines: readonly ReceiptLine[];
  /** The sum of the lines: bytes per token and layer. */
  readonly tokenLayerBytes: number;
  /** One for each group of layers, in the model's order. */
  readonly parts: readonly ReceiptPart[];
  /** The sum of the parts' first stages: what a token adds while no window is full. */
  readonly tokenBytes: bigint;
  /** The sum of the parts' last stages. */
  readonly sequenceBytes: bigint;
  /** `sequenceBytes` × batch. */
  readonly inAll: ReceiptStage;
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

/** What a row's width is multiplied by; with scales, the row is groups of elements that share one. */
function rowFactors({ holds, width }: Field, format: FormatId): Factor[] {
  const { count } = groupsOf(format, width);
  const bytes = rowBytes(format, width);
  return count === 0
    ? [
        { symbol: widthSymbol[holds], value: width },
        { symbol: 'bytesPerElement', value: bytes / width },
      ]
    : [
        { symbol: 'scaleGroups', value: count },
        { symbol: 'bytesPerGroup', value: bytes / count },
      ];
}

/** Whether a row serves all heads. That is no head count: a latent's "× 1" would only puzzle, and so beside others' kv heads. */
function isShared({ holds, heads }: Field, { cache }: Plan): boolean {
  if (heads !== 1) return false;
  if (holds === 'latent' || holds === 'ropeKey') return true;
  return headSymbol[holds] === undefined && cache.some((other) => other.heads > 1);
}

function lineOf(field: Field, plan: Plan, chosen: FormatId): ReceiptLine {
  const { id, holds, heads } = field;
  const shared = isShared(field, plan);
  const factors: Factor[] = [
    ...(shared ? [] : [{ symbol: headSymbol[holds] ?? 'kvHeads', value: heads } as const]),
    ...rowFactors(field, fieldFormat(chosen, field.format)),
  ];
  const bytes = factors.reduce((product, { value }) => product * value, 1);
  return { field: id, holds, factors, bytes };
}

function partOf(group: LayerGroup, tokenLayerBytes: number, tokens: number): ReceiptPart {
  const { layers, window = null } = group;
  const kept = keptTokens(group, tokens);
  const tokenBytes = BigInt(tokenLayerBytes) * BigInt(layers);
  return {
    window,
    stages: [
      { symbol: 'layers', value: layers, bytes: tokenBytes },
      {
        symbol: kept === window ? 'window' : 'cachedTokens',
        value: kept,
        bytes: tokenBytes * BigInt(kept),
      },
    ],
  };
}

const sum = (stages: readonly ReceiptStage[]) => stages.reduce((n, { bytes }) => n + bytes, 0n);

/** Bytes by the formula, without padding; `cacheBytes` has both. */
export function receipt(plan: Plan, { groups, tokens, batch, format }: CacheSize): Receipt {
  const lines = plan.cache.map((field) => lineOf(field, plan, format));
  const tokenLayerBytes = lines.reduce((total, { bytes }) => total + bytes, 0);
  const parts = groups.map((group) => partOf(group, tokenLayerBytes, tokens));
  const sequenceBytes = sum(parts.map(({ stages }) => stages[1]));
  const totalBytes = sequenceBytes * BigInt(batch);
  return {
    lines,
    tokenLayerBytes,
    parts,
    tokenBytes: sum(parts.map(({ stages }) => stages[0])),
    sequenceBytes,
    inAll: { symbol: 'batch', value: batch, bytes: totalBytes },
    totalBytes,
  };
}
