// What is asked of the worker that measures precision, and what it answers: plain data.

import type { FormatId } from '../attention/format';
import type { Contender, RunFailure } from '../bench/records';
import type { TokenRequest } from '../bench/tokenRecords';
import type { Distribution } from './distribution';

/** Formats that weights are stored in beside f32. */
export const narrowWeights = ['f16', 'bf16'] as const;
export type NarrowWeight = (typeof narrowWeights)[number];

/** Two factors that are applied one after the other, or their product, each rounded as it is stored. */
export const weightWays = ['factored', 'merged'] as const;
export type WeightWay = (typeof weightWays)[number];

export interface PrecisionRequest {
  /** Whose caches are rounded, at what size; its format says nothing. */
  readonly cache: TokenRequest;
  /** Whose weights are: those among them that apply two projections one after the other, in layers of these sizes. */
  readonly weights: TokenRequest;
}

/** The attention output of one decode step over rows that were stored in a format. */
export interface CacheLoss {
  readonly format: FormatId;
  /**
   * Against float64 on rows as they are. In f32 nothing of a row is lost: that is what kernels that compute in f32
   * lose, on the CPU. The other rows are computed with in float64, so that the format's loss stands alone.
   */
  readonly output: Distribution;
}

export interface CacheLosses extends Contender {
  /** By format, in the order of the table of formats; f32 is missing where the browser has no SIMD. */
  readonly losses: readonly CacheLoss[];
}

/** What a contender's rounded weights lose, rows being exact and all arithmetic float64. */
export interface WeightLosses extends Contender {
  readonly losses: readonly {
    readonly format: NarrowWeight;
    readonly way: WeightWay;
    /** Of the layer's output. */
    readonly output: Distribution;
    /** Of the scores, before the softmax. */
    readonly scores: Distribution;
  }[];
}

/** A contender whose caches are too large to be looked at here. */
export interface Refused extends Contender {
  readonly failure: RunFailure;
}

export interface Precision {
  readonly caches: readonly CacheLosses[];
  readonly weights: readonly WeightLosses[];
  readonly refused: readonly Refused[];
}

/** What is being measured: a format of the cache, or the weights. */
export interface PrecisionStage extends Contender {
  readonly at: FormatId | 'weights';
  /** Of all of it, between 0 and 1. */
  readonly fraction: number;
}

export type OnPrecisionStage = (stage: PrecisionStage) => void;

/** The worker, as the page sees it. Throws where anything fails. */
export interface Measuring {
  measure(request: PrecisionRequest, onStage: OnPrecisionStage): Promise<Precision>;
}
