// What a reader sets at the attention map: whose two maps, of which head, over how many tokens.

export interface MapSettings {
  /** A variant, its mode and the format of its cache, as `mla.absorbed.f32`; `mapOf` takes others where they are not there. */
  readonly mapA: string;
  readonly mapB: string;
  /** Counted from 1; the last one where there are fewer. */
  readonly mapHead: number;
  /** Of the sequence. */
  readonly mapTokens: number;
}

/** More than 64 by 64 squares nobody tells apart on a phone. */
export const mapRanges = {
  mapHead: { min: 1, max: 64 },
  mapTokens: { min: 8, max: 64 },
} as const;

export const usualMap: MapSettings = {
  mapA: 'mla.absorbed.f32',
  mapB: 'mla.expanded.f32',
  mapHead: 1,
  mapTokens: 32,
};
