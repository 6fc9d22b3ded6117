// What a look into one token is asked for and what it tells: plain data, which crosses from the worker to the page.

import type { Contender, LayerRequest, RunFailure } from './records';

/** One decode step of each contender, of which every tensor of the new token is read back. */
export interface TokenRequest extends LayerRequest {
  /** Cached tokens, the new one included. */
  readonly context: number;
}

/**
 * Where a tensor's values were read: `stored` by the kernels that serve; `unfused`, since those keep it in registers,
 * from a second step in which every step of the plan is a kernel of its own; `nowhere`, since no kernel stores it.
 */
export type TensorSource = 'stored' | 'unfused' | 'nowhere';

/** A tensor of the new token, or the row that a cache field got. */
export interface TensorReport {
  readonly id: string;
  /** Of one token. */
  readonly elements: number;
  readonly source: TensorSource;
  /** The steps of the plan that one kernel takes together, where that is why it is not stored; in order. */
  readonly within: readonly number[];
  /**
   * At most 64 values as the device made them: each the one furthest from 0 of `perCell` neighbours. Empty where there
   * are none.
   */
  readonly cells: readonly number[];
  readonly perCell: number;
  readonly lowest: number;
  readonly highest: number;
  /** Against float64 on the same inputs: max |difference| / max |float64|; null where there is nothing to compare. */
  readonly agreement: {
    readonly error: number;
    readonly bound: number;
    readonly agrees: boolean;
  } | null;
}

export type TokenEvent =
  | ({
      readonly type: 'preparing';
      /** Between 0 and 1. */
      readonly fraction: number;
    } & Contender)
  | ({
      readonly type: 'token';
      readonly ranOn: 'gpu' | 'cpu';
      /** In the order of the plan: its tensors, then its cache fields. */
      readonly tensors: readonly TensorReport[];
    } & Contender)
  /** One contender could not run; the others go on. */
  | ({ readonly type: 'failed'; readonly failure: RunFailure } & Contender);
