// Short forms in which a variant writes its plan: shapes, pieces and projections, each on one line.

import type { Axis, Piece, ProjectStep, Tensor, View } from './plan';

/** Axes in order: { head: 32, qk: 128 } is [['head', 32], ['qk', 128]]. */
export const shape = (sizes: Readonly<Record<string, number>>): readonly Axis[] =>
  Object.entries(sizes);

/** A tensor of the new tokens, [batch, newTokens, ...sizes]. */
export const made = (id: string, sizes: Readonly<Record<string, number>>): Tensor => ({
  id,
  axes: shape(sizes),
  rows: 'new',
});

/** A tensor of all cached tokens, [batch, cachedTokens, ...sizes]. */
export const madeOfCached = (id: string, sizes: Readonly<Record<string, number>>): Tensor => ({
  id,
  axes: shape(sizes),
  rows: 'cached',
});

/** A piece that has a head of its own for each head of the row. */
export const own = (of: string, columns: Omit<View, 'of'> = {}): Piece => ({
  from: { of, ...columns },
  heads: 'own',
});

/** A piece that all heads share. */
export const shared = (of: string): Piece => ({ from: { of }, heads: 'shared' });

/** One matrix for all heads: out = x w, summed over the named axes of the weight. */
export const project = (
  x: string,
  w: View,
  contract: readonly string[],
  out: string,
): ProjectStep => ({ op: 'project', x: { of: x }, w, contract, perHead: false, out });

/** A matrix for each head, which a mode moves into attention: the weight's first axis walks along the heads of x. */
export const absorb = (
  x: View,
  w: View,
  contract: readonly string[],
  out: string,
): ProjectStep => ({ op: 'project', x, w, contract, perHead: true, belongsToAttention: true, out });
