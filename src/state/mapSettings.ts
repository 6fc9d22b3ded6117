// What a reader sets at the attention map: whose two maps, of which head, over how many tokens.

/** Counted from 1; a layer is cut to as many at most. */
export const mapHeads: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8'];

/** Tokens of the sequence. More than 64 by 64 squares nobody tells apart on a phone. */
export const mapLengths: readonly string[] = ['8', '16', '24', '32', '40', '48', '56', '64'];

export interface MapSettings {
  /** A variant, its mode and the format of its cache; `mapSidesOf` takes others where they are not there. */
  readonly mapA: string;
  readonly mapB: string;
  /** The last one where there are fewer. */
  readonly mapHead: string;
  readonly mapTokens: string;
}

export const usualMap: MapSettings = {
  mapA: 'mla.absorbed.f32',
  mapB: 'mla.expanded.f32',
  mapHead: '1',
  mapTokens: '32',
};
