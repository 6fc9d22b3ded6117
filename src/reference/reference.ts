// The float64 reader of a plan: runs its steps one after the other on the CPU, whatever variant they make.

import { find, sizeOf, type Plan, type ProjectStep, type RebuildStep } from '../attention/plan';
import { attendStep } from './attendStep';
import type { ReferenceCache } from './cache';
import { outerProductStep } from './outerProduct';
import { matrix, type Matrix } from './project';
import { madeRows, ofCached } from './rebuild';
import { weight, type Run, type StepInput, type Weights } from './run';
import { appendStep, normalizeStep, projectStep, rotateStep } from './steps';

export interface StepResult {
  /** The plan's result, [batch, newTokens, ...axes]. */
  readonly output: Float64Array;
  /**
   * By id, [batch, newTokens, ...axes]: the inputs and every tensor made of the new tokens. Rebuilt tensors are
   * not among them: a head at a time exists while it is attended to.
   */
  readonly tensors: ReadonlyMap<string, Float64Array>;
  /** What `StepInput.tap` asked for, [batch, query heads, newTokens, longest length]. */
  readonly tapped: Float64Array | null;
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
    let tapped: Float64Array | null = null;
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
        case 'outerProduct':
          // Of cached factors it is made by attend too.
          if (!ofCached(run, step)) yield* outerProductStep(run, step);
          break;
        case 'attend':
          tapped = yield* attendStep(run, step);
          break;
      }
      yield 0;
    }
    const output = run.tensors.get(this.plan.output) ?? new Float64Array();
    return { output, tensors: run.tensors, tapped };
  }

  /**
   * One cached token of what attention makes of cached rows, [batch, heads, width]: nothing keeps it, and it is made
   * again. Yields multiply-adds.
   */
  *rebuilt(id: string, token: number): Generator<number, Float64Array> {
    const { plan, cache, weights, matrices } = this;
    const { axes } = find(plan.tensors, id);
    const width = axes.at(-1)?.[1] ?? 1;
    const heads = sizeOf(axes) / width;
    const input = { newTokens: 0, inputs: {}, starts: [], lengths: [], offsets: [] };
    const run: Run = { plan, weights, matrices, cache, input, tensors: new Map(), rows: [] };
    const made = new Float64Array(cache.batch * heads * width);
    for (let block = 0; block < cache.batch * heads; block++) {
      const tokens = { first: token, count: 1 };
      const sequence = Math.floor(block / heads);
      made.set(yield* madeRows(run, id, sequence, block % heads, tokens), block * width);
    }
    return made;
  }

  private begin(input: StepInput): Run {
    const { batch } = this.cache;
    const { newTokens, starts, lengths, offsets } = input;
    for (const [name, perSequence] of Object.entries({ starts, lengths, offsets })) {
      if (perSequence.length !== batch) {
        throw new Error(`${name} has ${perSequence.length} entries for ${batch} sequences`);
      }
    }
    this.expectRoom(input);
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

  /** Says in numbers what the cache has no room for: a ring that is too short would lose tokens still seen. */
  private expectRoom({ newTokens, lengths, window = Infinity }: StepInput): void {
    const { ring, capacity } = this.cache;
    const longest = Math.max(...lengths);
    if (this.plan.cache.length === 0 || longest <= capacity) return;
    if (!ring) throw new Error(`${longest} tokens do not fit a cache of ${capacity}`);
    const hasWindow = this.plan.steps.some((step) => step.op === 'attend' && step.mask.window);
    const seen = hasWindow ? window : Infinity;
    if (seen + newTokens - 1 > capacity) {
      throw new Error(
        `a ring of ${capacity} tokens is too short for ${newTokens} new tokens that see ${seen} each: ` +
          `it needs ${seen + newTokens - 1}`,
      );
    }
  }
}
