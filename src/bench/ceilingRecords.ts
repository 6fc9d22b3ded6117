// What was measured of a device's limits: plain data, which crosses from the worker to the page and into files.

import type { Summary } from './stats';

export interface MeasuredCeiling extends Summary {
  /** One value for each round, in the order measured. */
  readonly samples: readonly number[];
}

/** Summaries of one value for each round. A kernel is held against the medians. */
export interface MeasuredCeilings {
  readonly readBytesPerSecond: MeasuredCeiling;
  readonly flopsPerSecond: MeasuredCeiling;
  /** A dispatch that waits for the one before it, as those of a step do. */
  readonly dispatchNs: MeasuredCeiling;
}

export type CeilingEvent =
  /** Between 0 and 1. */
  | { readonly type: 'progress'; readonly fraction: number }
  | { readonly type: 'ceilings'; readonly ceilings: MeasuredCeilings };
