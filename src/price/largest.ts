// The largest count that still fits, found by halving.

/** Above every count of tokens or sequences that a memory can hold. */
const beyondAll = 2 ** 52;

/**
 * The largest whole number for which `fits` is true, `fits` being true up to some number and false from there on.
 * 0 where 1 does not fit, Infinity where nothing is too large.
 */
export function largestThat(fits: (count: number) => boolean): number {
  if (fits(beyondAll)) return Infinity;
  let [fitting, tooLarge] = [0, beyondAll];
  while (tooLarge - fitting > 1) {
    const middle = fitting + Math.floor((tooLarge - fitting) / 2);
    if (fits(middle)) fitting = middle;
    else tooLarge = middle;
  }
  return fitting;
}
