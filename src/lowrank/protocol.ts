// What the page asks of the worker that decomposes, and what it answers.

import type { Fault } from './fault';
import type { Measured, OnStage } from './measure';
import type { Pair } from './pairs';
import type { JointSizes } from './seeded';

export interface SeededRequest {
  readonly sizes: JointSizes;
  /** Singular value i is i^-exponent. */
  readonly exponent: number;
  readonly seed: number;
}

export type Answer<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'fault'; readonly fault: Fault };

export interface Decomposing {
  /** The pairs that a file offers. */
  open(file: Blob): Promise<Answer<readonly Pair[]>>;
  measureSeeded(request: SeededRequest, onStage: OnStage): Promise<Answer<Measured>>;
  measurePair(file: Blob, pair: Pair, onStage: OnStage): Promise<Answer<Measured>>;
}
