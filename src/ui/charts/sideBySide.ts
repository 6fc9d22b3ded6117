// Where the marks of several things measured at one place of an axis stand, so that none covers another.

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
