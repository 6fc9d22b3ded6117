// The letters of a receipt's formula, and the controls that each of them stands for. docs/notation.md explains them.

import type { FactorSymbol } from '../price/receipt';
import type { Variant } from '../attention/variant';
import type { ChartNumber } from '../state/chartSettings';
import type { FieldName } from '../state/scales';

/** What can be lit: every number of the controls and of the charts, and the cache format. */
export type Lightable = FieldName | ChartNumber | 'format';

/** Empty where a letter would say no more than the number's own unit. */
export const letters: Readonly<Record<FactorSymbol, string>> = {
  kvHeads: 'g',
  latentHeads: 'g',
  rank: 'R',
  queryHeads: 'h',
  qkDim: 'd',
  vDim: 'v',
  latentDim: 'c',
  ropeDim: 'r',
  bytesPerElement: 'b',
  scaleGroups: 'k',
  bytesPerGroup: 'b',
  layers: 'L',
  cachedTokens: 'S',
  window: 'w',
  batch: 'B',
};

/** Controls that may be behind a factor; those that the variant does not read are not. */
const behind: Readonly<Record<FactorSymbol, readonly Lightable[]>> = {
  kvHeads: ['kvHeads', 'queryHeads'],
  latentHeads: ['latentHeads'],
  rank: ['keyFactors', 'valueFactors'],
  queryHeads: ['queryHeads'],
  qkDim: ['headDim', 'nopeDim', 'ropeDim'],
  vDim: ['vDim'],
  latentDim: ['latentDim', 'latentHeads'],
  ropeDim: ['ropeDim', 'headDim'],
  bytesPerElement: ['format'],
  scaleGroups: ['headDim', 'vDim', 'latentDim', 'format'],
  bytesPerGroup: ['format'],
  layers: ['layers'],
  cachedTokens: ['context'],
  window: ['window'],
  batch: ['batch'],
};

/** Of the workload and the format, which are every variant's. */
const ofAll: readonly Lightable[] = ['layers', 'context', 'window', 'batch', 'format'];

/**
 * The controls behind a factor of a variant's line. Heads are the query heads themselves only where the variant has no
 * heads of keys and values to choose; with one head for all there is no control at all.
 */
export function controlsBehind(
  symbol: FactorSymbol,
  value: number,
  { fields }: Pick<Variant, 'fields'>,
  queryHeads: number,
): readonly Lightable[] {
  const read = behind[symbol].filter((name) => [...ofAll, ...fields].some((f) => f === name));
  if (symbol !== 'kvHeads' || !read.includes('queryHeads')) return read;
  if (read.includes('kvHeads')) return ['kvHeads'];
  return value === queryHeads ? ['queryHeads'] : [];
}
