// What was measured, at its place in a chart: a variant's mark at the median with whiskers to the quartiles, or a cross;
// and where several of one place stand, so that none covers another.

import { hueOf } from '../variantStyle';
import { VariantDot } from './VariantDot';

/** All places in pixels. */
export function WhiskerMark({
  variantId,
  mode,
  at,
  ends: [one, other],
  middle,
  radius = 5,
}: {
  variantId: string;
  mode: string;
  at: number;
  /** Of the quartiles, in either order. */
  ends: readonly [one: number, other: number];
  /** Of the median. */
  middle: number | undefined;
  radius?: number;
}) {
  // Half the width of a whisker's end.
  const cap = 0.7 * radius;
  return (
    <g>
      <path
        className="whisker"
        d={`M${at - cap},${other}h${2 * cap}m${-cap},0V${one}m${-cap},0h${2 * cap}`}
        stroke={hueOf(variantId)}
      />
      <VariantDot variantId={variantId} mode={mode} cx={at} cy={middle} radius={radius} />
    </g>
  );
}

/** On the upper edge: it was tried and could not be had. */
export const FailedMark = ({
  variantId,
  at,
  top,
}: {
  variantId: string;
  at: number;
  top: number;
}) => (
  <path
    className="failed-dot"
    transform={`translate(${at},${top})`}
    d="M-4,-4L4,4M-4,4L4,-4"
    stroke={hueOf(variantId)}
  />
);

/** Pixels between two marks, where there is room for so many. */
const widest = 9;

/**
 * From left to right in the order of `keys`, around each of the places.
 * @param x pixels of a place; undefined off the axis
 * @param places ascending, evenly apart on the axis
 */
export function sideBySide(
  x: (place: number) => number | undefined,
  places: readonly number[],
  keys: readonly string[],
): (place: number, key: string) => number {
  const [first = 1, second = 2 * first] = places;
  const apart = (x(second) ?? 0) - (x(first) ?? 0);
  const step = Math.min(widest, apart / (keys.length + 1));
  return (place, key) => (x(place) ?? 0) + step * (keys.indexOf(key) - (keys.length - 1) / 2);
}
