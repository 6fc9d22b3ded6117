// Singular values of a matrix, and what the best approximations of lower rank lose of it.

/** Singular values, descending; each stands for `each` directions of the matrix that are as strong. */
export interface Spectrum {
  readonly values: Float64Array<ArrayBuffer>;
  readonly each: number;
}

/** Directions that a spectrum tells of. */
export const directionsOf = ({ values, each }: Spectrum): number => values.length * each;

/**
 * i^-exponent for i from 1 to `count * each`, in runs of `each`: of every run the root of its mean square, so that
 * what is lost of the squares by keeping whole runs is exactly what the single values say.
 */
export function powerLaw(count: number, each: number, exponent: number): Spectrum {
  const values = Float64Array.from({ length: count }, (_, run) => {
    let squares = 0;
    for (let i = run * each + 1; i <= (run + 1) * each; i++) squares += i ** (-2 * exponent);
    return Math.sqrt(squares / each);
  });
  return { values, each };
}

/** Squares that are lost when only the `kept` strongest directions stay (Eckart and Young 1936): a function of `kept`. */
export function lostSquares({ values, each }: Spectrum): (kept: number) => number {
  const tails = new Float64Array(values.length + 1);
  // From the smallest on, or the small ones would drown.
  for (let i = values.length - 1; i >= 0; i--) {
    tails[i] = (tails[i + 1] ?? 0) + each * (values[i] ?? 0) ** 2;
  }
  return (kept) => {
    const whole = Math.floor(kept / each);
    const within = (kept - whole * each) * (values[whole] ?? 0) ** 2;
    return Math.max(0, (tails[whole] ?? 0) - within);
  };
}

/** Below this share of the largest a singular value is taken for rounding: products of float64 reach half its digits. */
const roundingShare = 1e-6;

/** Directions that are more than rounding. */
export function rankOf({ values, each }: Spectrum): number {
  const least = (values[0] ?? 0) * roundingShare;
  const below = values.findIndex((value) => value <= least);
  return (below < 0 ? values.length : below) * each;
}
