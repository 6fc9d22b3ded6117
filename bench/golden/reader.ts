// What verification asks of a reader of plans: the float64 reference, or kernels on a device.

import { viewed } from '../../src/reference/run';
import {
  find,
  type AdditiveMask,
  type Phase,
  type Plan,
  type Tap,
  type View,
} from '../../src/attention/plan';
import { ReferenceCache } from '../../src/reference/cache';
import { Reference, type StepResult } from '../../src/reference/reference';

export type Floats = Float32Array | Float64Array;

/** One step: which tokens, where they stand, what they see. Lists are per sequence. */
export interface LayerStep {
  readonly newTokens: number;
  readonly inputs: Readonly<Record<string, Float32Array>>;
  readonly starts: readonly number[];
  readonly lengths: readonly number[];
  readonly offsets: readonly number[];
  readonly window?: number;
  /** Where the plan's mask has added values. */
  readonly additive?: AdditiveMask;
}

/** A layer on a reader: a cache that outlives the steps, which run the plan of their phase. */
export interface OpenLayer {
  /** Writes [batch, heads, tokens, width] from token `start` on. Rows never written hold NaN. */
  writeCache(fieldId: string, rows: Floats, start: number): void;
  step(step: LayerStep): Promise<void>;
  /** A tensor of the last step, [batch, newTokens, ...axes]. */
  read(tensorId: string): Promise<Floats>;
  /** The scores of the last step at a stage, [batch, query heads, newTokens, longest length]. */
  tap(stage: Tap): Promise<Floats>;
  /** [batch, heads, capacity, width] */
  readCache(fieldId: string): Promise<Floats>;
  dispose(): void;
}

export interface LayerSpec {
  /** The plan of each phase; they have the same cache fields and weights. */
  readonly plans: Readonly<Record<Phase, Plan>>;
  /** By id, row-major. */
  readonly weights: Readonly<Record<string, Float32Array>>;
  readonly batch: number;
  readonly capacity: number;
  readonly maxNewTokens: number;
  /** Token p is kept in slot p mod capacity. */
  readonly ring?: boolean;
  /** Positions that tokens of a ring may stand at; as many as its slots if not given. */
  readonly maxPositions?: number;
}

export interface Reader {
  readonly name: 'gpu' | 'reference';
  /** Which of its kernels run. */
  readonly kernel: string;
  open(spec: LayerSpec): Promise<OpenLayer>;
}

/** More than one token is prefill, whatever the cache holds. */
export const phaseOf = (newTokens: number): Phase => (newTokens > 1 ? 'prefill' : 'decode');

/** A view of a tensor of the last step, [batch, newTokens, ...axes of the view]. */
export async function readView(layer: OpenLayer, plan: Plan, view: View): Promise<Float64Array> {
  find(plan.tensors, view.of);
  return viewed(plan, view, new Float64Array(await layer.read(view.of)));
}

class ReferenceLayer implements OpenLayer {
  private readonly cache: ReferenceCache;
  private readonly references: Readonly<Record<Phase, Reference>>;
  private last: StepResult | undefined;
  private input: LayerStep | undefined;

  constructor({ plans, weights, batch, capacity, ring = false }: LayerSpec) {
    this.cache = new ReferenceCache(plans.prefill.cache, batch, capacity, { ring });
    this.references = {
      prefill: new Reference(plans.prefill, weights, this.cache),
      decode: new Reference(plans.decode, weights, this.cache),
    };
  }

  writeCache(fieldId: string, rows: Floats, start: number): void {
    this.cache.write(fieldId, rows, start);
  }

  step(step: LayerStep): Promise<void> {
    this.input = step;
    this.last = this.references[phaseOf(step.newTokens)].step(step);
    return Promise.resolve();
  }

  read(tensorId: string): Promise<Floats> {
    const data = this.last?.tensors.get(tensorId);
    if (!data) throw new Error(`the reference made no tensor "${tensorId}"`);
    return Promise.resolve(data);
  }

  /** Runs the step once more: it appends the same rows again. */
  tap(stage: Tap): Promise<Floats> {
    if (!this.input) throw new Error('no step was taken');
    const reference = this.references[phaseOf(this.input.newTokens)];
    const { tapped } = reference.step({ ...this.input, tap: stage });
    if (!tapped) throw new Error('the plan does not attend');
    return Promise.resolve(tapped);
  }

  readCache(fieldId: string): Promise<Floats> {
    return Promise.resolve(this.cache.data(fieldId));
  }

  dispose(): void {
    this.last = undefined;
  }
}

export const referenceReader: Reader = {
  name: 'reference',
  kernel: 'float64',
  open: (spec) => Promise.resolve(new ReferenceLayer(spec)),
};
