// The float64 reader of a plan: runs its steps one after the other on the CPU, whatever variant they make.

import { find, sizeOf, type Plan, type ProjectStep, type RebuildStep } from '../attention/plan';
import type { ReferenceCache } from './cache';
import { matrix, type Matrix } from './project';
import { weight, type Run, type StepInput, type Weights } from './run';
import { appendStep, attendStep, normalizeStep, projectStep, rotateStep } from './steps';

export interface StepResult {
  /** The plan's result, [batch, newTokens, ...axes]. */
  readonly output: Float64Array;
  /**
   * By id, [batch, newTokens, ...axes]: the inputs and every tensor made of the new tokens. Rebuilt tensors are
   * not among them: a head at a time exists while it is attended to.
   */
  readonly tensors: ReadonlyMap<string, Float64Array>;
  /** Softmax probabilities, [batch, query heads, newTokens, longest length], where tapped. */
  readonly probs: Float64Array | null;
}

export class Reference {
  readonly plan: Plan;
  readonly cache: ReferenceCache;
  private readonly weights: Weights;
  private readonly matrices = new Map<ProjectStep | RebuildStep, Matrix>();

  /**
   * @param weights by id, each row-major with the axes of the plan's weight
   * @param cache has the plan's fields, perhaps already filled by another plan
   */
  constructor(plan: Plan, weights: Weights, cache: ReferenceCache) {
    this.plan = plan;
    this.weights = weights;
    this.cache = cache;
    for (const { id, axes } of plan.weights) {
      const { length } = weight(weights, id);
      if (length !== sizeOf(axes)) {
        throw new Error(`the weight "${id}" has ${sizeOf(axes)} elements, not ${length}`);
      }
    }
    for (const { id, heads, width } of plan.cache) {
      const field = find(cache.fields, id);
      if (field.heads !== heads || field.width !== width) {
        throw new Error(`the cache's "${id}" has ${field.heads} heads of ${field.width}`);
      }
    }
    for (const step of plan.steps) {
      if (step.op !== 'project' && step.op !== 'rebuild') continue;
      const view = step.op === 'project' ? step.w : step.by;
      const data = weight(weights, view.of);
      this.matrices.set(step, matrix(plan, view, step.contract, data));
    }
  }

  /** Runs the plan once over the new tokens. */
  step(input: StepInput): StepResult {
    const passes = this.steps(input);
    let pass = passes.next();
    while (!pass.done) pass = passes.next();
    return pass.value;
  }

  /**
   * The same, a little at a time: yields the multiply-adds done since it yielded last, at least every few
   * milliseconds, so that a worker can show progress or stop.
   */
  *steps(input: StepInput): Generator<number, StepResult> {
    const run = this.begin(input);
    let probs: Float64Array | null = null;
    for (const step of this.plan.steps) {
      switch (step.op) {
        case 'project':
          yield* projectStep(run, step);
          break;
        case 'normalize':
          normalizeStep(run, step);
          break;
        case 'rotate':
          rotateStep(run, step);
          break;
        case 'append':
          appendStep(run, step);
          break;
        case 'rebuild':
          // Made by attend, head by head.
          break;
        case 'attend':
          probs = yield* attendStep(run, step);
          break;
      }
      yield 0;
    }
    const output = run.tensors.get(this.plan.output) ?? new Float64Array();
    return { output, tensors: run.tensors, probs };
  }

  private begin(input: StepInput): Run {
    const { batch } = this.cache;
    const { newTokens, starts, lengths, offsets } = input;
    for (const [name, perSequence] of Object.entries({ starts, lengths, offsets })) {
      if (perSequence.length !== batch) {
        throw new Error(`${name} has ${perSequence.length} entries for ${batch} sequences`);
      }
    }
    const tensors = new Map(
      this.plan.inputs.map((id) => {
        const values = input.inputs[id];
        const expected = batch * newTokens * sizeOf(find(this.plan.tensors, id).axes);
        if (values?.length !== expected) {
          throw new Error(
            `the input "${id}" needs ${expected} elements, not ${values?.length ?? 0}`,
          );
        }
        return [id, new Float64Array(values)];
      }),
    );
    return {
      plan: this.plan,
      weights: this.weights,
      matrices: this.matrices,
      cache: this.cache,
      input,
      tensors,
      rows: Array.from({ length: batch * newTokens }, (_, row) => row),
    };
  }
}
