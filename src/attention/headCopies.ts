// Heads that are copies of each other: what makes attention with many heads the same as attention with few.

import { sizeOf, type Axis, type Plan, type Weight } from './plan';

const headsOf = ({ axes }: Weight): number => (axes[0]?.[0] === 'head' ? axes[0][1] : 0);

const beside = ({ axes }: Weight): string => JSON.stringify(axes.slice(1));

/**
 * The weight of the same name that has fewer heads of the same shape, each to stand for as many of these; null where
 * there is none.
 */
export function copiedFrom(weight: Weight, other: Plan): Weight | null {
  const twin = other.weights.find(({ id }) => id === weight.id);
  if (!twin || beside(twin) !== beside(weight)) return null;
  const [heads, fewer] = [headsOf(weight), headsOf(twin)];
  return fewer > 0 && fewer < heads && heads % fewer === 0 ? twin : null;
}

/** Whether one plan becomes the other when some of its heads are copies: they differ in numbers of heads alone. */
export function isCopyOf(many: Plan, few: Plan): boolean {
  const alike = (weight: Weight): boolean =>
    few.weights.some(
      ({ id, axes }) => id === weight.id && JSON.stringify(axes) === JSON.stringify(weight.axes),
    );
  return (
    many.weights.length === few.weights.length &&
    many.weights.every((weight) => alike(weight) || copiedFrom(weight, few) !== null) &&
    many.weights.some((weight) => copiedFrom(weight, few) !== null)
  );
}

/**
 * Each head in turn as often as there are heads of it.
 * @param few row-major in `from`, of which the first axis is the heads
 * @returns row-major in `to`
 */
export function copyHeads(
  few: Float32Array,
  from: readonly Axis[],
  to: readonly Axis[],
): Float32Array {
  const heads = to[0]?.[1] ?? 1;
  const times = heads / (from[0]?.[1] ?? 1);
  const width = sizeOf(from.slice(1));
  const many = new Float32Array(heads * width);
  for (let head = 0; head < heads; head++) {
    const at = Math.floor(head / times) * width;
    many.set(few.subarray(at, at + width), head * width);
  }
  return many;
}
