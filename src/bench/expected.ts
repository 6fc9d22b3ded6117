// The float64 result of one step on seeded values, in slices that can be stopped.

import type { FormatId } from '../attention/format';
import { axesOf, find, sizeOf, type Plan } from '../attention/plan';
import { uniform } from '../attention/random';
import { OutOfMemoryError } from '../gpu/errors';
import { ReferenceCache } from '../reference/cache';
import { Reference } from '../reference/reference';
import type { Weights } from '../reference/run';
import type { Pace } from './pace';
import type { Seeding } from './seeding';

/** How many values are made between two looks at the clock. */
const chunk = 1 << 15;
/** How many are rounded: that takes longer. */
const storedChunk = 1 << 12;

/** Fills with a seeded sequence, [...] row-major, each value rounded once to float32. */
export async function fill(
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

/** Rounds the rows of a field as the cache's format stores them. */
async function store(cache: ReferenceCache, id: string, pace: Pace): Promise<void> {
  const { width } = find(cache.fields, id);
  const values = cache.data(id);
  const step = Math.max(1, Math.floor(storedChunk / width)) * width;
  for (let first = 0; first < values.length; first += step) {
    values.set(cache.asStored(id, values.subarray(first, first + step)), first);
    await pace.breathe();
  }
}

/** Bytes of what `prepareReference` makes: weights and cached rows as float32. */
export function referenceBytes(plan: Plan, batch: number, context: number): number {
  const weights = plan.weights.reduce((n, { axes }) => n + sizeOf(axes), 0);
  const perToken = plan.cache.reduce((n, { heads, width }) => n + heads * width, 0);
  return 4 * (weights + batch * context * perToken);
}

/** A step's reference with everything it reads; `step` may be run again and again. */
export interface PreparedReference {
  readonly cache: ReferenceCache;
  /** By id, each row-major with the axes of the plan's weight. */
  readonly weights: Weights;
  /**
   * Runs one step: appends the new tokens as the last ones and attends to all. Yields multiply-adds.
   * @param queries new tokens that attend; all if not given, and the rows of the others are NaN
   */
  step(queries?: readonly number[]): Generator<number, Float64Array>;
}

/** A browser says that it has no room for a typed array with a RangeError. */
function allocate<T>(neededBytes: number, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new OutOfMemoryError('reference', neededBytes, error.message);
  }
}

export interface ReferenceSize {
  readonly batch: number;
  readonly context: number;
  /** The last ones of `context`; 1 if not given. */
  readonly newTokens?: number;
  /** Cached rows are rounded as this format stores them, so that what it loses is not taken for a wrong kernel. */
  readonly format?: FormatId;
}

/**
 * Makes the weights, inputs and `context` cached rows of every sequence; `seeding` has all of them. Throws
 * OutOfMemoryError, or the signal's reason within a slice of an abort.
 */
export async function prepareReference(
  plan: Plan,
  seeding: readonly Seeding[],
  { batch, context, newTokens = 1, format }: ReferenceSize,
  pace: Pace,
): Promise<PreparedReference> {
  // Cached rows are float32 by their definition, so that half the memory holds them exactly.
  const neededBytes = referenceBytes(plan, batch, context);
  const cache = allocate(
    neededBytes,
    () =>
      new ReferenceCache(plan.cache, batch, context, {
        precision: 'float32',
        begin: 'zeroed',
        ...(format ? { format } : {}),
      }),
  );
  const weights: Record<string, Float32Array> = {};
  const inputs: Record<string, Float32Array> = {};
  for (const each of seeding) {
    if (each.kind === 'cache') {
      await fill(cache.data(each.id), each, pace);
      if (format) await store(cache, each.id, pace);
      continue;
    }
    const rows = each.kind === 'input' ? batch * newTokens : 1;
    const size = rows * sizeOf(axesOf(plan, each.id));
    const values = allocate(neededBytes, () => new Float32Array(size));
    await fill(values, each, pace);
    (each.kind === 'weight' ? weights : inputs)[each.id] = values;
  }
  const reference = new Reference(plan, weights, cache);
  const perSequence = (value: number) => Array.from({ length: batch }, () => value);
  return {
    cache,
    weights,
    *step(queries) {
      const { output } = yield* reference.steps({
        newTokens,
        inputs,
        starts: perSequence(context - newTokens),
        lengths: perSequence(context),
        offsets: perSequence(context - newTokens),
        ...(queries ? { queries } : {}),
      });
      return output;
    },
  };
}
