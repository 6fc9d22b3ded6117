// How to measure, decided without a device: how long a sample is, in which order, with how many copies of the cache.

import { mix } from '../attention/random';

/** However fine the clock: a shorter sample would be all launch and interruption. */
export const shortestSampleNs = 10e6;

/** A clock's step is at most one part in a hundred of a sample. */
const stepsOfClock = 100;

/** What a sample aims at beyond the shortest, so that a faster clock rate later in the run does not make it too short. */
const margin = 1.5;

/** Work that is submitted cannot be called back: this bounds how long a stop takes. */
export const longestSubmitNs = 100e6;

/** Encoding a pass takes time on the CPU, so that a sample of tiny steps has an end. */
const mostSteps = 4096;

/**
 * What was read this many bytes ago comes from memory again: the largest caches of graphics processors hold 72 MB
 * (RTX 4090), 96 MB (RTX 5090) and 128 MB (RDNA 2 and 3), and evict before they are full.
 */
export const coldBytes = 256e6;

/** A cache so small that more copies would be needed is too small for its bytes to tell. */
const mostCopies = 128;

/** A software adapter's memory is the machine's own, and its steps are too slow to be about bandwidth: a few do. */
const softwareBytes = 64e6;
const softwareCopies = 4;

/** What the length of a sample depends on; a Timer knows it. */
export interface Clock {
  /** The smallest step of the clock. */
  readonly resolutionNs: number;
  /** Steps that are submitted at once for each step of a sample. */
  readonly largestSubmit: number;
}

/** 10 ms, or 100 steps of a coarser clock, as far as that can be submitted at once. */
const shortestNs = ({ resolutionNs, largestSubmit }: Clock): number =>
  Math.min(
    Math.max(shortestSampleNs, stepsOfClock * resolutionNs),
    longestSubmitNs / (margin * largestSubmit),
  );

/** How many steps a sample should have when one takes `stepNs`: long enough for the clock, no submit above 100 ms. */
export function stepsPerSample(stepNs: number, clock: Clock): number {
  const enough = Math.ceil((margin * shortestNs(clock)) / Math.max(stepNs, 1));
  const safe = Math.floor(longestSubmitNs / (clock.largestSubmit * Math.max(stepNs, 1)));
  return Math.max(1, Math.min(enough, safe, mostSteps));
}

/**
 * The next number of steps to try while a sample of `steps` took `sampleNs`, or `steps` itself when that is right.
 * Grows at most eightfold, since a first short sample may be all clock step and no time.
 */
export function nextSteps(steps: number, sampleNs: number, clock: Clock): number {
  if (sampleNs >= shortestNs(clock)) return steps;
  return Math.max(steps, Math.min(stepsPerSample(sampleNs / steps, clock), steps * 8));
}

/** Of a lap of a race: shorter than a sample, since many laps follow each other and none is told alone. */
const shortestLapNs = 3e6;

/** How many steps a lap repeats when one takes `stepNs`: a clock's step is then a part in thirty of it at most. */
export function stepsPerLap(stepNs: number, { resolutionNs, largestSubmit }: Clock): number {
  const lapNs = Math.min(Math.max(shortestLapNs, 30 * resolutionNs), longestSubmitNs / 2);
  const steps = Math.ceil(lapNs / (Math.max(stepNs, 1) * largestSubmit));
  return Math.max(1, Math.min(steps, mostSteps));
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
 * Over how many copies of a cache the steps of a sample rotate: until 256 MB lie between two reads of the same row
 * (64 MB on a software adapter), and no more than the bytes allowed. What is not in the cache does not rotate:
 * weights that fit a processor's cache are read from there, as they would not be among a model's other layers.
 */
export function copiesFor(cacheBytes: number, allowedBytes: number, software: boolean): number {
  const [bytes, most] = software ? [softwareBytes, softwareCopies] : [coldBytes, mostCopies];
  const cold = Math.min(most, Math.ceil(bytes / cacheBytes));
  return Math.max(1, Math.min(cold, Math.floor(allowedBytes / cacheBytes)));
}

/**
 * Splits points into groups that are measured one after the other, each small enough to be in memory at once.
 * Within a group all points are interleaved. The points of the first context make the first group, so that a run
 * has something to show soon; a context is split only where it is too large for a group of its own, since its
 * contenders are compared with each other.
 * @param points in ascending order of context
 */
export function groupsOf<T extends { readonly context: number; readonly bytes: number }>(
  points: readonly T[],
  allowedBytes: number,
): T[][] {
  const sum = (list: readonly T[]) => list.reduce((bytes, point) => bytes + point.bytes, 0);
  const groups: T[][] = [];
  for (const context of new Set(points.map((point) => point.context))) {
    const together = points.filter((point) => point.context === context);
    const last = groups.length > 1 ? groups.at(-1) : undefined;
    if (last && sum(last) + sum(together) <= allowedBytes) {
      last.push(...together);
      continue;
    }
    let group: T[] = [];
    for (const point of together) {
      if (group.length > 0 && sum(group) + point.bytes > allowedBytes) {
        groups.push(group);
        group = [];
      }
      group.push(point);
    }
    groups.push(group);
  }
  return groups;
}

/** Of a step that brings more tokens, only some are compared: float64 on a CPU would take minutes for all. */
const mostChecked = 64;

/** Which new tokens of a step are compared with float64: all, or those at its ends, at the edges of tiles, and 8 seeded. */
export function checkedTokens(newTokens: number, seed: number): number[] {
  if (newTokens <= mostChecked) return Array.from({ length: newTokens }, (_, token) => token);
  const edges = [0, 15, 16, 31, 32, 63, 64, 127, 128, newTokens - 33, newTokens - 1];
  const seeded = Array.from({ length: 8 }, (_, i) => mix((seed ^ mix(i + 1)) >>> 0) % newTokens);
  const tokens = [...edges, ...seeded].filter((token) => token >= 0 && token < newTokens);
  return [...new Set(tokens)].toSorted((a, b) => a - b);
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
