// A plan on the CPU, computed in f32: its cache and weights in the kernels' memory, and its steps one after the other.

import { find, type OuterProductStep, type Plan, type Step } from '../attention/plan';
import { Attend, type Tokens } from './attend';
import type { Rebuilder } from './pieces';
import { productRebuilderOf, Project, rebuilderOf, weight, type Weights } from './project';
import { appendRows, normalizeRows, productRows, rotateRows } from './rows';
import { Storage, type StorageSize } from './storage';
import type { Runner } from './tasks';

/** One pass over the plan; arrays named per sequence are [batch]. */
export interface CpuStep extends Tokens {
  /** Position of the first new token: where it is appended and how far it is rotated. */
  readonly starts: readonly number[];
}

/** What a step of the plan does with the new tokens. */
type Operation = (step: CpuStep) => Generator<void, void>;

const madeOfCached = (plan: Plan, { out }: OuterProductStep): boolean =>
  plan.tensors.some(({ id, rows }) => id === out && rows === 'cached');

export class CpuSession {
  private readonly storage: Storage;
  private readonly operations: readonly Operation[];

  /**
   * Throws RangeError where there is no room, and Error where no kernel takes a step of the plan as it is.
   * @param weights by id, each row-major with the axes of the plan's weight
   */
  constructor(
    private readonly runner: Runner,
    readonly plan: Plan,
    weights: Weights,
    size: StorageSize,
  ) {
    this.storage = new Storage(runner.memory, plan, size);
    try {
      const rebuilders = plan.steps.flatMap((step) => this.rebuilders(step, weights));
      this.operations = plan.steps.flatMap((step) => this.operation(step, weights, rebuilders));
    } catch (error) {
      this.storage.dispose();
      throw error;
    }
  }

  /** Of its cache, padded rows included. */
  get cacheBytes(): number {
    const { batch, capacity } = this.storage.size;
    const perToken = this.plan.cache.reduce((sum, { id, heads }) => {
      return sum + heads * (this.storage.field(id)?.rowBytes ?? 0);
    }, 0);
    return batch * capacity * perToken;
  }

  /** An f32 cache field as it lies, [batch, heads, capacity, rowElements]; a row's elements after `width` stay 0. */
  cacheRows(id: string): { values: Float32Array; width: number; rowElements: number } {
    const { batch, capacity } = this.storage.size;
    const field = this.storage.field(id);
    if (field?.format !== 'f32') throw new Error(`no field "${id}" in f32`);
    const { at, heads, width, rowBytes } = field;
    const rowElements = rowBytes / 4;
    const count = batch * heads * capacity * rowElements;
    return { values: this.runner.memory.floats(at, count), width, rowElements };
  }

  /** Rows of a cache field, [batch, heads, tokens, width], as the first tokens of every sequence. */
  writeCache(field: string, rows: Float32Array | Float64Array): void {
    this.storage.write(field, rows);
  }

  /** One token of every sequence and head of a cache field: [batch, heads, width]. */
  readToken(id: string, token: number): Float32Array {
    const { batch } = this.storage.size;
    const { heads, width } = find(this.plan.cache, id);
    const rows = new Float32Array(batch * heads * width);
    for (let block = 0; block < batch * heads; block++) {
      const index = [Math.floor(block / heads), block % heads, token] as const;
      rows.set(this.storage.readRow(id, index), block * width);
    }
    return rows;
  }

  /** Makes a token of every sequence and head NaN, so that whoever reads it before it is written is seen to do so. */
  poisonToken(id: string, token: number): void {
    const { batch } = this.storage.size;
    const { heads, width } = find(this.plan.cache, id);
    const nothing = new Float32Array(width).fill(NaN);
    for (let block = 0; block < batch * heads; block++) {
      this.storage.writeRow(id, [Math.floor(block / heads), block % heads, token], nothing);
    }
  }

  /** Elements of an input, [batch, newTokens, ...axes]. */
  writeInput(id: string, newTokens: number, values: Float32Array): void {
    this.storage.values(id, newTokens).set(values);
  }

  /** A tensor of the new tokens as the last step left it, [batch, newTokens, ...axes]. */
  read(id: string, newTokens: number): Float32Array {
    return this.storage.values(id, newTokens).slice();
  }

  /** Runs the plan once. Yields every few milliseconds; it is run to its end, or the session thrown away. */
  *step(step: CpuStep): Generator<void, void> {
    for (const operation of this.operations) yield* operation(step);
  }

  dispose(): void {
    // A thread may still write what a step that was left has begun.
    this.runner.settle();
    this.storage.dispose();
  }

  private rebuilders(step: Step, weights: Weights): Rebuilder[] {
    if (step.op === 'rebuild') return [rebuilderOf(this.storage, step, weights)];
    if (step.op === 'outerProduct' && madeOfCached(this.plan, step)) {
      return [productRebuilderOf(this.storage, step)];
    }
    return [];
  }

  private operation(step: Step, weights: Weights, rebuilders: readonly Rebuilder[]): Operation[] {
    const { runner, storage } = this;
    const atOnce = (work: (step: CpuStep) => void): Operation =>
      function* (now) {
        work(now);
        yield;
      };
    switch (step.op) {
      case 'project': {
        const project = new Project(runner, storage, step, weights);
        return [({ newTokens }) => project.run(newTokens)];
      }
      case 'attend': {
        const sinks = step.sinks === undefined ? undefined : weight(weights, step.sinks);
        const attend = new Attend(runner, storage, step, rebuilders, sinks);
        return [(now) => attend.run(now)];
      }
      case 'normalize':
        return [atOnce(({ newTokens }) => normalizeRows(storage, step, weights, newTokens))];
      case 'rotate':
        return [atOnce(({ starts, newTokens }) => rotateRows(storage, step, starts, newTokens))];
      case 'append':
        return [atOnce(({ starts, newTokens }) => appendRows(storage, step, starts, newTokens))];
      case 'rebuild':
        // Made by attend, head by head.
        return [];
      case 'outerProduct':
        if (madeOfCached(this.plan, step)) return [];
        return [atOnce(({ newTokens }) => productRows(storage, step, newTokens))];
    }
  }
}
