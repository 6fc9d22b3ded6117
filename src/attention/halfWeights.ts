// Weights in f16 are stored 256 times as large: below 2^-14 they would be subnormal halves, which devices may make zero.

import { fromHalf, toHalf } from './half';

/** A power of two, so that nothing is lost by it; shaders/weights/* divide by it. */
export const halfWeightScale = 256;

const largest = 65504 / halfWeightScale;

/** The 16 bits that a weight is stored as. */
export const toHalfWeight = (value: number): number => toHalf(value * halfWeightScale);

/** A weight as it comes back from storage. */
export const roundedToHalf = (value: number): number =>
  fromHalf(toHalfWeight(value)) / halfWeightScale;

/** Says which weight is the first that f16 has no number for, if there is one. */
export function unfitForHalf(values: Float32Array): string | undefined {
  const at = values.findIndex((value) => !(Math.abs(value) <= largest));
  return at < 0
    ? undefined
    : `[${at}] is ${values[at]}: f16 weights lie from -${largest} to ${largest}`;
}
