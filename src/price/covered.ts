// How many elements a set of views of one array touches, each counted once.

import { sizeOf, type Slice } from '../attention/plan';

/** Elements of the union of [from, to) intervals. */
function unionLength(intervals: readonly (readonly [from: number, to: number])[]): number {
  let length = 0;
  let reached = 0;
  for (const [from, to] of intervals.toSorted(([a], [b]) => a - b)) {
    length += Math.max(to - Math.max(from, reached), 0);
    reached = Math.max(reached, to);
  }
  return length;
}

/**
 * Elements in the union of slices of the same array. A slice cuts one axis and spans the others, so an element is
 * in none of them when, on every axis, it lies outside all that cut this axis.
 */
export function coveredElements(slices: readonly Slice[]): number {
  const whole = slices[0]?.whole ?? [];
  if (slices.length === 0) return 0;
  const outside = whole.reduce((product, [, size], axis) => {
    const cuts = slices.filter(({ cut }) => cut === axis);
    const length = unionLength(
      cuts.map(({ from, axes }) => [from, from + (axes[axis]?.[1] ?? 0)] as const),
    );
    return product * (size - length);
  }, 1);
  return sizeOf(whole) - outside;
}
