// How far a computed result is from the reference, as one number.

export interface Agreement {
  /** max |actual - expected| / max |expected|; Infinity where nothing can be compared. */
  readonly error: number;
  /** max |actual - expected|. */
  readonly maxAbs: number;
  /** Whether `error` is within the bound. */
  readonly agrees: boolean;
}

/** A result may hold infinities where the reference has the same ones; a NaN on either side never agrees. */
export function compare(
  actual: Float32Array | Float64Array,
  expected: Float32Array | Float64Array,
  bound: number,
): Agreement {
  if (actual.length !== expected.length) {
    throw new Error(`${actual.length} elements cannot be compared with ${expected.length}`);
  }
  let maxAbs = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const value = actual[i]!;
    const wanted = expected[i]!;
    if (Math.abs(wanted) > largest && Number.isFinite(wanted)) largest = Math.abs(wanted);
    if (value === wanted) continue;
    const difference = Math.abs(value - wanted);
    // Not `difference > maxAbs`, which a NaN would pass unnoticed.
    if (!(difference <= maxAbs)) maxAbs = Number.isNaN(difference) ? Infinity : difference;
  }
  // Against a reference of zeros, only zeros agree.
  const error = maxAbs === 0 ? 0 : maxAbs / largest;
  return { error, maxAbs, agrees: error <= bound && maxAbs < Infinity };
}
