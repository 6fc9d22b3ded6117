// What two attention maps are asked for and what is told of them: plain data, which crosses from the worker to the page.

import type { Dims } from '../attention/dims';
import type { FormatId } from '../attention/format';
import type { Conventions } from '../attention/variant';
import type { Contender, RunFailure } from './records';

/** One of the two. */
export interface MapSide extends Contender {
  readonly dims: Dims;
  /** Of the cached rows; weights are f32 in both, so that nothing else differs. */
  readonly format: FormatId;
}

/** A whole layer over one short sequence. */
export interface MapRequest {
  readonly conventions: Conventions;
  /**
   * A and B, with the same values by the same names. Where one has fewer heads of a weight, the other's are copies of
   * them.
   */
  readonly sides: readonly [MapSide, MapSide];
  readonly seed: number;
  /** Of the sequence; each is a query and a key. */
  readonly tokens: number;
}

export interface MapAgreement {
  /** max |difference| / max |float64|, of the weights or of the layer's output, whichever is larger. */
  readonly error: number;
  readonly bound: number;
  readonly agrees: boolean;
}

/** Attention weights as they came out of the softmax. */
export interface AttentionMap {
  /** `gpu`: of the queries and cached rows of a run there; `float64`: on the CPU, where there is no GPU. */
  readonly madeBy: 'gpu' | 'float64';
  readonly queryHeads: number;
  readonly tokens: number;
  /** [queryHeads, tokens, tokens]: head, query, key; 0 where a query does not see a key. */
  readonly weights: Float32Array | Float64Array;
  /** With float64 on the same values; null where that is what made it. */
  readonly agreement: MapAgreement | null;
}

/** 0 is A, 1 is B. */
export type MapPlace = 0 | 1;

export type MapEvent =
  | { readonly type: 'preparing'; readonly place: MapPlace }
  | { readonly type: 'map'; readonly place: MapPlace; readonly map: AttentionMap }
  /** One could not be had; the other goes on. */
  | { readonly type: 'failed'; readonly place: MapPlace; readonly failure: RunFailure };
