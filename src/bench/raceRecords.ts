// What a race is asked for and what it tells: plain data, which crosses from the worker to the page.

import type { AgreementReport, Contender, LayerRequest, RunFailure } from './records';

/** Decode as it goes on: every contender appends token after token, in interleaved rounds, while its cache grows. */
export interface RaceRequest extends LayerRequest {
  /** Tokens that are cached before the first round; seeded. */
  readonly from: number;
  /** Tokens at which the race ends; the caches have room for these. */
  readonly until: number;
  /** Whether the CPU's kernels run beside the GPU's. */
  readonly besideCpu: boolean;
}

/** How a race goes on, from its next round. */
export interface RacePace {
  readonly paused: boolean;
  /** By which each cache grows between two rounds. */
  readonly tokensPerRound: number;
}

/** One who races: a contender on one processor. */
export interface Racing extends Contender {
  readonly ranOn: 'gpu' | 'cpu';
}

/** What one racer did in a round: the step that appended the last of the round's tokens. */
export interface Lap extends Racing {
  /** Of one decode step of one layer. */
  readonly stepNs: number;
  /** The same step, again and again, over which the time is the mean. */
  readonly steps: number;
}

/** A lap with what the last laps of the racer say together. */
export interface ToldLap extends Lap {
  /** Step times of the last laps, this one included, in the order measured. */
  readonly recentNs: readonly number[];
  readonly medianNs: number;
  readonly q1Ns: number;
  readonly q3Ns: number;
}

export type RaceEvent =
  | {
      readonly type: 'preparing';
      readonly racer: Racing;
      /** Between 0 and 1. */
      readonly fraction: number;
    }
  /** A racer has its cache and begins. */
  | {
      readonly type: 'entered';
      readonly racer: Racing;
      /** Of its cache, on the processor, for all tokens until the end. */
      readonly allocatedBytes: number;
      /** Of what is allocated, those of one token of one sequence: with the padding of its rows. */
      readonly bytesPerToken: number;
    }
  /** Comes before the first round, at each doubling of the cache, and at the end. One that disagrees leaves. */
  | { readonly type: 'agreement'; readonly agreement: AgreementReport & Racing }
  | {
      readonly type: 'round';
      /** From 0 on. */
      readonly round: number;
      /** Tokens cached after it, in every racer's cache. */
      readonly context: number;
      readonly laps: readonly ToldLap[];
      /** From the first round's begin, pauses and checks left out. */
      readonly racedMs: number;
    }
  /** A racer could not begin, or fell out; the others go on. */
  | {
      readonly type: 'fellOut';
      readonly racer: Racing;
      readonly context: number;
      readonly failure: RunFailure;
    };
