// Fair comparisons: a variant's layer sized so that it caches as much, or has as many parameters, as another's.
//
// At the same heads, MLA is compared with an MHA that nobody who wanted a small cache would build: Su 2025
// (kexue.fm/archives/10907) compares at the same cache, DeepSeek-V2 (arXiv:2405.04434, appendix D.1) at about the same
// parameters. What a variant gives up or takes on for it is its own: `Variant.scaling`.

import type { Dims } from '../attention/dims';
import type { Plan } from '../attention/plan';
import type { Measure, Variant } from '../attention/variant';
import { layerParameters } from './served';

/** Elements cached per token, or parameters; of one layer. */
export const measured: Readonly<Record<Measure, (plan: Plan) => number>> = {
  cache: ({ cache }) => cache.reduce((n, { heads, width }) => n + heads * width, 0),
  parameters: layerParameters,
};

export interface Fitted {
  readonly dims: Dims;
  /** What these sizes come to, and what they were meant to. */
  readonly value: number;
  readonly target: number;
}

/** With which every scaling has reached the end of its dimension (tested). */
const largestSize = 512;

/**
 * The largest sizes of a variant that do not exceed `target`, or its smallest ones where even those do; the sizes given
 * where none of them matters to the measure, as in a mode that keeps no cache; null where no size is possible.
 */
export function fitted(
  variant: Variant,
  { dims, mode, measure, target }: { dims: Dims; mode: string; measure: Measure; target: number },
): Fitted | null {
  const possible: Dims[] = [];
  for (let size = 1; size <= largestSize; size++) {
    const scaled = variant.scaling[measure](dims, size);
    if (variant.problems(scaled).length === 0) possible.push(scaled);
  }
  const valueOf = (scaled: Dims) =>
    measured[measure](variant.plan(scaled, { phase: 'decode', mode }));
  const [smallest, largest] = [possible[0], possible.at(-1)];
  if (!smallest || !largest) return null;
  if (valueOf(smallest) === valueOf(largest)) {
    return variant.problems(dims).length > 0 ? null : { dims, value: valueOf(dims), target };
  }
  // Larger sizes take more, so the last that fits is found by halving.
  let [fits, exceeds] = [0, possible.length];
  while (exceeds - fits > 1) {
    const middle = Math.floor((fits + exceeds) / 2);
    const scaled = possible[middle];
    if (scaled && valueOf(scaled) <= target) fits = middle;
    else exceeds = middle;
  }
  const best = possible[fits] ?? smallest;
  return { dims: best, value: valueOf(best), target };
}
