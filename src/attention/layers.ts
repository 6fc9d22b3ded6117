// The layers of a model by how many tokens they keep: all of them, or a window.

/**
 * Layers that cache alike. A model's groups have the same variant and sizes and differ in the window: Gemma 3 has 5
 * windowed layers for each full one, gpt-oss has one for one.
 */
export interface LayerGroup {
  readonly layers: number;
  /** Keys that a query of these layers sees, itself included, and tokens that they keep; all if not given. */
  readonly window?: number;
}

/** Layers of all groups that keep a cache. */
export const layersOf = (groups: readonly LayerGroup[]): number =>
  groups.reduce((sum, { layers }) => sum + layers, 0);

/** Tokens that a layer of the group keeps of a sequence of `tokens`. */
export const keptTokens = ({ window = Infinity }: LayerGroup, tokens: number): number =>
  Math.min(tokens, window);
