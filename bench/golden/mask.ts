// The additive mask of a case, which broadcasts from the right, laid out as a step takes it.

import type { AdditiveMask, Mask } from '../../src/attention/plan';
import type { GoldenCase, GoldenValues } from './manifest';

interface Scores {
  readonly batch: number;
  readonly queryHeads: number;
  readonly newTokens: number;
  /** Keys that there are. */
  readonly total: number;
}

/**
 * The case's mask for every sequence, for all query heads or each; null where it has none. An axis of one element
 * counts for all, but the last: a mask with fewer columns than there are keys hides the others.
 */
export function additiveMask(
  golden: GoldenCase,
  values: Pick<GoldenValues, 'floats'>,
  { batch, queryHeads, newTokens, total }: Scores,
): { readonly heads: NonNullable<Mask['additive']>; readonly additive: AdditiveMask } | null {
  const mask = golden.tensors['mask'];
  if (!mask) return null;
  const given = values.floats('mask');
  const [sequences = 1, heads = 1, rows = 1, width = 1] = [
    ...Array.from({ length: 4 - mask.shape.length }, () => 1),
    ...mask.shape,
  ];
  const columns = Math.min(width, total);
  const masks = heads > 1 ? queryHeads : 1;
  const additive = new Float32Array(batch * masks * newTokens * columns);
  let at = 0;
  for (let sequence = 0; sequence < batch; sequence++) {
    for (let head = 0; head < masks; head++) {
      for (let query = 0; query < newTokens; query++) {
        const own = (index: number, size: number) => (size > 1 ? index : 0);
        const plane = own(sequence, sequences) * heads + own(head, heads);
        const row = (plane * rows + own(query, rows)) * width;
        additive.set(given.subarray(row, row + columns), at);
        at += columns;
      }
    }
  }
  return { heads: heads > 1 ? 'perHead' : 'shared', additive: { columns, values: additive } };
}
