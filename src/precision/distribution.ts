// How far results are from float64, element by element: a histogram on a log axis, and what is told of it.

import { summarize } from '../bench/stats';

/** Bins of a power of ten. */
export const binsPerDecade = 8;

/** |difference| of the elements of a result, and how large the result itself is. */
export interface Distribution {
  readonly elements: number;
  /** Elements without any difference: a log axis has no place for them. */
  readonly equal: number;
  /** Bin 0 of `counts` is the `first`: bin i holds 10^(i / binsPerDecade) up to, without, 10^((i + 1) / binsPerDecade). */
  readonly first: number;
  /** Elements in each bin; with `equal`, all of them. */
  readonly counts: readonly number[];
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
  /** Root of the mean square of the differences, over that of the result in float64. */
  readonly relativeRms: number;
}

const binOf = (difference: number): number => Math.floor(Math.log10(difference) * binsPerDecade);

/** Throws where the two are of different lengths, or where a difference is no number. */
export function distributionOf(
  made: Float32Array | Float64Array,
  exact: Float64Array,
): Distribution {
  if (made.length !== exact.length) {
    throw new Error(`${made.length} elements cannot be compared with ${exact.length}`);
  }
  const differences: number[] = [];
  const bins = new Map<number, number>();
  let squares = 0;
  let exactSquares = 0;
  for (const [i, wanted] of exact.entries()) {
    const difference = Math.abs((made[i] ?? NaN) - wanted);
    if (!Number.isFinite(difference)) throw new Error(`element ${i} is no number`);
    differences.push(difference);
    squares += difference * difference;
    exactSquares += wanted * wanted;
    if (difference === 0) continue;
    const bin = binOf(difference);
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  const first = Math.min(...bins.keys());
  const last = Math.max(...bins.keys());
  const { median, q1, q3 } = summarize(differences);
  return {
    elements: exact.length,
    equal: differences.filter((difference) => difference === 0).length,
    first: bins.size === 0 ? 0 : first,
    counts:
      bins.size === 0
        ? []
        : Array.from({ length: last - first + 1 }, (_, i) => bins.get(first + i) ?? 0),
    q1,
    median,
    q3,
    max: differences.reduce((most, difference) => Math.max(most, difference), 0),
    relativeRms: Math.sqrt(squares / exactSquares),
  };
}
