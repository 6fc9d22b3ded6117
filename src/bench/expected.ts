// The float64 result of one decode step on seeded values, in slices that can be stopped.

import { axesOf, sizeOf, type Plan } from '../attention/plan';
import { uniform } from '../attention/random';
import { ReferenceCache } from '../reference/cache';
import { Reference } from '../reference/reference';
import type { Pace } from './pace';
import type { Seeding } from './seeding';

/** How many values are made between two looks at the clock. */
const chunk = 1 << 15;

/** Fills with a seeded sequence, [...] row-major, each value rounded once to float32. */
async function fill(
  values: Float32Array | Float64Array,
  { seed, scale }: Seeding,
  pace: Pace,
): Promise<void> {
  for (let first = 0; first < values.length; first += chunk) {
    const end = Math.min(first + chunk, values.length);
    for (let i = first; i < end; i++) values[i] = Math.fround(uniform(seed, i) * scale);
    await pace.breathe();
  }
}

/** Bytes of what `prepareReference` makes: weights and cached rows as float32. */
export function referenceBytes(plan: Plan, batch: number, context: number): number {
  const weights = plan.weights.reduce((n, { axes }) => n + sizeOf(axes), 0);
  const perToken = plan.cache.reduce((n, { heads, width }) => n + heads * width, 0);
  return 4 * (weights + batch * context * perToken);
}

/** A decode step's reference with everything it reads; `step` may be run again and again. */
export interface PreparedReference {
  /** Runs one step: appends the new token as the last one and attends to all. Yields multiply-adds. */
  step(): Generator<number, Float64Array>;
}

/** Makes the weights, inputs and `context` cached rows of every sequence. */
export async function prepareReference(
  plan: Plan,
  seeding: readonly Seeding[],
  { batch, context }: { readonly batch: number; readonly context: number },
  pace: Pace,
): Promise<PreparedReference> {
  // Cached rows are float32 by their definition, so that half the memory holds them exactly.
  const cache = new ReferenceCache(plan.cache, batch, context, 'float32');
  const weights: Record<string, Float32Array> = {};
  const inputs: Record<string, Float32Array> = {};
  for (const each of seeding) {
    if (each.kind === 'cache') {
      await fill(cache.data(each.id), each, pace);
      continue;
    }
    const rows = each.kind === 'input' ? batch : 1;
    const values = new Float32Array(rows * sizeOf(axesOf(plan, each.id)));
    await fill(values, each, pace);
    (each.kind === 'weight' ? weights : inputs)[each.id] = values;
  }
  const reference = new Reference(plan, weights, cache);
  const perSequence = (value: number) => Array.from({ length: batch }, () => value);
  return {
    *step() {
      const { output } = yield* reference.steps({
        newTokens: 1,
        inputs,
        starts: perSequence(context - 1),
        lengths: perSequence(context),
        offsets: perSequence(context - 1),
      });
      return output;
    },
  };
}
