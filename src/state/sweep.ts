// What a sweep is: one layer of each entry, measured on this device at one size after another, from the smallest up.

import type { DecodeRequest, RunFailure, SizedContender } from '../engine/protocol';
import type { Work } from '../price/roofline';
import type { Entry } from './entries';

/** `batch`: a token of each of so many sequences at once; `prompt`: a prompt of so many tokens in one step. */
export type SweepKind = 'batch' | 'prompt';

/** An entry at one size. */
export interface SweepTry {
  /** In the mode that is measured. */
  readonly entry: Entry;
  readonly contender: SizedContender;
  /** Of one step. */
  readonly work: Work;
}

/** What is asked of the engine at once: a size, and entries of one model and format. */
export interface PlannedRun {
  /** Sequences, or tokens of the prompt. */
  readonly size: number;
  /** In the order of the request's contenders. */
  readonly tries: readonly SweepTry[];
  readonly request: DecodeRequest;
}

/** Why an entry was not measured at a size. */
export type LeftReason =
  | RunFailure
  /** Its check in float64 would take longer than anybody waits. */
  | { readonly code: 'checkTooLong'; readonly flops: number; readonly limitFlops: number }
  /** So would its step, as the size before lets foresee. */
  | { readonly code: 'tooSlow'; readonly foreseenNs: number; readonly limitNs: number }
  | { readonly code: 'disagrees' };

/** Where an entry's measurements end: neither this size nor a larger one was measured. */
export interface LeftOut {
  readonly entry: Entry;
  readonly size: number;
  readonly reason: LeftReason;
}

export interface Sweep {
  readonly kind: SweepKind;
  /** Cached tokens of each sequence; null where the size says it. */
  readonly context: number | null;
  /** Ascending. */
  readonly sizes: readonly number[];
  /** In their own mode, in the order of the ledger. */
  readonly entries: readonly Entry[];
  /** By ascending size. */
  readonly runs: readonly PlannedRun[];
  /** What is known not to be worth trying. */
  readonly left: readonly LeftOut[];
}

/** What a time says at a size: tokens a second of all sequences, or the time itself, in ns. */
export const sweepValue = (kind: SweepKind, size: number, ns: number): number =>
  kind === 'batch' ? (size * 1e9) / ns : ns;
