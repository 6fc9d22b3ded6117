// What tuning found and tells on the way: plain data, which crosses from the worker to the page, into storage and files.

import type { KernelChoice, PruneReason } from '../../kernels/choices';
import type { Contender, RunFailure } from '../records';

/** What a choice holds for. All of it must be the same but the context, where the nearest serves. */
export interface TuningKey {
  /** What the browser tells of the adapter, and the features that its device granted. */
  readonly adapter: string;
  /** Phase, format, widths and group of the attention, the same for every family of kernels. */
  readonly shape: string;
  /** The product's version and a hash of its shaders: other kernels are to be tuned anew. */
  readonly kernels: string;
  /** Floor of the context's logarithm to base 2. */
  readonly contextLog2: number;
}

/** Why a candidate was not chosen. */
export type Rejection =
  /** Not tried. */
  | PruneReason
  /** It did not compile, or the device refused it. */
  | { readonly code: 'failed'; readonly message: string }
  | { readonly code: 'compilesTooLong'; readonly limitNs: number }
  /** max |difference from float64| / max |float64|; Infinity where the result has a NaN. */
  | { readonly code: 'wrong'; readonly error: number; readonly bound: number }
  /** Its median over the winner's, from samples of the same rounds; below 1 where the shipped choice was near enough. */
  | { readonly code: 'slower'; readonly factor: number }
  /** The budget was used up before its first sample. */
  | { readonly code: 'notTimed' };

export interface RejectedCandidate {
  readonly choice: KernelChoice;
  readonly reason: Rejection;
}

export interface TunedKernels {
  readonly key: TuningKey;
  readonly choice: KernelChoice;
  /** Of one step at `timedContext`; 0 where no candidate could be timed, and the choice is the shipped one. */
  readonly medianNs: number;
  /** The context that was timed: shorter than asked for where the budget is too small for that. */
  readonly timedContext: number;
  /** On the device, for checks and samples together. */
  readonly spentNs: number;
  /** The losers, in the order in which they were dropped. */
  readonly rejected: readonly RejectedCandidate[];
}

export interface TuningProgress {
  readonly type: 'progress';
  /** Between 0 and 1. */
  readonly fraction: number;
  readonly stage: 'compile' | 'check' | 'measure';
  readonly choice: KernelChoice;
}

/** What tuning the contenders of a request tells. */
export type TuningEvent =
  | (TuningProgress & Contender)
  | ({ readonly type: 'tuned'; readonly tuned: TunedKernels } & Contender)
  /** One contender could not be tuned; the others are. */
  | ({ readonly type: 'failure'; readonly failure: RunFailure } & Contender);
