// What verification asks of a reader of plans: the float64 reference, or kernels on a device.

import { viewed } from '../../src/reference/run';
import { find, type Phase, type Plan, type View } from '../../src/attention/plan';
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
}

/** A layer on a reader: a cache that outlives the steps, which run the plan of their phase. */
export interface OpenLayer {
  /** Writes [batch, heads, tokens, width] from token `start` on. Rows never written hold NaN. */
  writeCache(fieldId: string, rows: Floats, start: number): void;
  step(step: LayerStep): Promise<void>;
  /** A tensor of the last step, [batch, newTokens, ...axes]. */
  read(tensorId: string): Promise<Floats>;
  /** Softmax probabilities of the last step, [batch, query heads, newTokens, longest length]; null where a reader has none. */
  probs(): Floats | null;
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

  constructor({ plans, weights, batch, capacity }: LayerSpec) {
    this.cache = new ReferenceCache(plans.prefill.cache, batch, capacity);
    this.references = {
      prefill: new Reference(plans.prefill, weights, this.cache),
      decode: new Reference(plans.decode, weights, this.cache),
    };
  }

  writeCache(fieldId: string, rows: Floats, start: number): void {
    this.cache.write(fieldId, rows, start);
  }

  step(step: LayerStep): Promise<void> {
    this.last = this.references[phaseOf(step.newTokens)].step({ ...step, tapProbs: true });
    return Promise.resolve();
  }

  read(tensorId: string): Promise<Floats> {
    const data = this.last?.tensors.get(tensorId);
    if (!data) throw new Error(`the reference made no tensor "${tensorId}"`);
    return Promise.resolve(data);
  }

  probs(): Floats | null {
    return this.last?.probs ?? null;
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
