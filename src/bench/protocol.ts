// How to measure, decided without a device: how long a sample is, in which order, with how many copies of the cache.

import { mix } from '../attention/random';

/** Timestamps are coarsened to as much as 100 µs: of 10 ms that is one part in a hundred. */
export const shortestSampleNs = 10e6;

/** What a sample aims at, so that a faster clock rate later in the run does not make it too short. */
const wantedSampleNs = 15e6;

/** Work that is submitted cannot be called back: this bounds how long a stop takes. */
export const longestSubmitNs = 100e6;

/** Encoding a pass takes time on the CPU, so that a sample of tiny steps has an end. */
const mostSteps = 4096;

/** Caches of recent processors hold less than this: what was read 64 MB ago comes from memory again. */
const coldBytes = 64e6;

const mostCopies = 4;

/**
 * How many steps a sample should have when one takes `stepNs`: at least 10 ms in all, but no submit above 100 ms.
 * @param largestSubmit steps that are submitted at once for each step of a sample (Timer.largestSubmit)
 */
export function stepsPerSample(stepNs: number, largestSubmit: number): number {
  const enough = Math.ceil(wantedSampleNs / Math.max(stepNs, 1));
  const safe = Math.floor(longestSubmitNs / (largestSubmit * Math.max(stepNs, 1)));
  return Math.max(1, Math.min(enough, safe, mostSteps));
}

/**
 * The next number of steps to try while a sample of `steps` took `sampleNs`, or `steps` itself when that is right.
 * Grows at most eightfold, since a first short sample may be all clock step and no time.
 */
export function nextSteps(steps: number, sampleNs: number, largestSubmit: number): number {
  if (sampleNs >= shortestSampleNs) return steps;
  return Math.max(steps, Math.min(stepsPerSample(sampleNs / steps, largestSubmit), steps * 8));
}

/** What a part of a long step aims at: far enough below the longest submit for a part to be twice the average. */
const wantedPartNs = 40e6;

/** Beyond this the parts would cost more than the step. */
const mostParts = 256;

/** Into how many parts a step that takes `stepNs` is cut: 1 where it can be submitted whole. */
export function partsOf(stepNs: number, largestSubmit: number): number {
  if (stepNs * largestSubmit <= longestSubmitNs / 2) return 1;
  return Math.min(Math.ceil((stepNs * largestSubmit) / wantedPartNs), mostParts);
}

/** The points of one round, in an order that the seed and the round give: Fisher and Yates' shuffle. */
export function roundOrder<T>(points: readonly T[], seed: number, round: number): T[] {
  const order = [...points];
  let state = mix((seed ^ mix(round + 1)) >>> 0);
  for (let i = order.length - 1; i > 0; i--) {
    state = mix((state + i) >>> 0);
    const j = state % (i + 1);
    const [a, b] = [order[i], order[j]];
    if (a !== undefined && b !== undefined) [order[i], order[j]] = [b, a];
  }
  return order;
}

/**
 * Over how many copies of a cache the steps of a sample rotate: until 64 MB lie between two reads of the same row,
 * or four, and no more than the bytes allowed.
 */
export function copiesFor(cacheBytes: number, allowedBytes: number): number {
  const cold = Math.min(mostCopies, Math.ceil(coldBytes / cacheBytes));
  return Math.max(1, Math.min(cold, Math.floor(allowedBytes / cacheBytes)));
}

/**
 * Splits points into groups that are measured one after the other, each small enough to be on the device at once.
 * Within a group all points are interleaved. The points of the first context make the first group, so that a run
 * has something to show soon.
 * @param points in ascending order of context
 */
export function groupsOf<T extends { readonly context: number; readonly bytes: number }>(
  points: readonly T[],
  allowedBytes: number,
): T[][] {
  const groups: T[][] = [];
  let bytes = 0;
  for (const point of points) {
    const group = groups.at(-1);
    const afterFirst = groups.length === 1 && group?.[0]?.context !== point.context;
    if (!group || afterFirst || bytes + point.bytes > allowedBytes) {
      groups.push([point]);
      bytes = point.bytes;
    } else {
      group.push(point);
      bytes += point.bytes;
    }
  }
  return groups;
}

/** The largest whole number from 1 to `most` that fits, 0 where none does; what fits, fits with less. */
export function largestFitting(most: number, fits: (n: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Whether a point is told when it has so many samples: with the third, since fewer have no quartiles, and with the
 * last. More often would only keep the page busy drawing while it measures.
 */
export const isTold = (samples: number, rounds: number): boolean =>
  samples === Math.min(3, rounds) || samples === rounds;
