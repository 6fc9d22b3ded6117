// How dark a square of an attention map is: shades of a weight or of a difference, and the squares of each as one path.

export const mapScales = ['log', 'linear'] as const;
export type MapScale = (typeof mapScales)[number];

/** On each side of 0: more nobody tells apart in a square of a few pixels. */
export const shadeCount = 16;

/** That a logarithmic scale goes down from its end; what is less stays paper. */
export const decades = 4;

/** From -shadeCount to shadeCount, 0 being paper; null where there is no number. */
export function shadeOf(value: number, most: number, scale: MapScale): number | null {
  if (!Number.isFinite(value)) return null;
  const share = most > 0 ? Math.min(1, Math.abs(value) / most) : 0;
  const part = scale === 'linear' ? share : share > 0 ? 1 + Math.log10(share) / decades : 0;
  return Math.sign(value) * Math.max(0, Math.round(shadeCount * part)) || 0;
}

/** Where the squares of a map stand, in pixels. */
export interface MapGrid {
  readonly tokens: number;
  /** From one square to the next. */
  readonly side: number;
}

/** Of a square: as much paper is left around it as can be seen. */
export const squareSize = ({ side }: MapGrid): number => (side >= 5 ? side - 1 : side);

/**
 * One path for each shade that there is, by its shade.
 * @param values [tokens, tokens]: query, key; those of later keys are left out
 */
export function shadePaths(
  values: Float32Array | Float64Array,
  grid: MapGrid,
  most: number,
  scale: MapScale,
): ReadonlyMap<number | null, string> {
  const { tokens, side } = grid;
  const size = squareSize(grid);
  const paths = new Map<number | null, string[]>();
  for (let query = 0; query < tokens; query++) {
    for (let key = 0; key <= query; key++) {
      const shade = shadeOf(values[query * tokens + key] ?? NaN, most, scale);
      if (shade === 0) continue;
      const square = `M${key * side},${query * side}h${size}v${size}h${-size}Z`;
      const path = paths.get(shade);
      if (path) path.push(square);
      else paths.set(shade, [square]);
    }
  }
  return new Map([...paths].map(([shade, squares]) => [shade, squares.join('')]));
}

/** What no query sees: the keys that come after it, as one stair. */
export function maskedPath({ tokens, side }: MapGrid): string {
  const steps = Array.from({ length: tokens - 1 }, () => `v${side}h${side}`).join('');
  return `M${side},0${steps}V0Z`;
}
