// Joins steps of a plan that a few rows take together, so that a token costs few dispatches: projections of the same
// input, norms, rotations and appends that only feed one another, and attention with the projection of its contexts. It
// reads steps and knows no variant.

import {
  find,
  slice,
  type AttendStep,
  type Plan,
  type ProjectStep,
  type Step,
} from '../attention/plan';
import { reads, writes } from '../attention/scope';
import { mergesInto } from './attend';
import { chainsOf, isReadyStep, isWhole, type Chain } from './chains';
import type { Knobs } from './dispatch';
import { isTransposed } from './matrix';
import type { Projection } from './merge';
import { hasFewRows } from './vector';

/** What one dispatch does, or several where a single step takes them. `indices`: its steps, in the order of the plan. */
export type Group =
  | { readonly kind: 'one'; readonly index: number; readonly step: Step }
  /** Attention, and the projection of each head's context that its merge goes on to. */
  | {
      readonly kind: 'projected';
      readonly index: number;
      readonly step: AttendStep;
      readonly projection: Projection;
    }
  | { readonly kind: 'projections'; readonly indices: readonly number[] }
  /** A rotation, and a transposed projection of other columns of the same rows. */
  | { readonly kind: 'absorbed'; readonly indices: readonly [rotation: number, projection: number] }
  | {
      readonly kind: 'ready';
      readonly indices: readonly number[];
      readonly chains: readonly Chain[];
    };

export interface Fusion {
  readonly groups: readonly Group[];
  /** Lists of tensors that share a buffer. */
  readonly activations: readonly (readonly string[])[];
  /** Tensors that no dispatch writes: a later step of the same group has them in registers. */
  readonly skipped: ReadonlySet<string>;
}

function indicesOf(group: Group): readonly number[] {
  if (group.kind === 'projected') return [group.index, group.projection.index];
  return group.kind === 'one' ? [group.index] : group.indices;
}

/** Steps whose turn has not come, and who made the tensors that they read: a group, or -1 for the plan's inputs. */
class Progress {
  readonly groups: Group[] = [];
  readonly remaining: Map<number, Step>;
  readonly makers: Map<string, number>;

  constructor(
    readonly plan: Plan,
    readonly knobs: Knobs,
  ) {
    this.remaining = new Map(plan.steps.entries());
    this.makers = new Map(plan.inputs.map((id) => [id, -1]));
  }

  /** Steps that read nothing which steps other than `made` have yet to make. */
  waiting(made: readonly number[] = []): [number, Step][] {
    const unmade = new Set<string>();
    for (const [index, step] of this.remaining) {
      if (!made.includes(index)) unmade.add(writes(step));
    }
    return [...this.remaining].filter(
      ([index, step]) => !made.includes(index) && !reads(step).some((id) => unmade.has(id)),
    );
  }

  take(group: Group): void {
    for (const index of indicesOf(group)) {
      const step = this.remaining.get(index);
      this.remaining.delete(index);
      if (step) this.makers.set(writes(step), this.groups.length);
    }
    this.groups.push(group);
  }
}

/** A transposed projection, with the rotation of other columns of its rows. */
function rotationBeside(progress: Progress, index: number, step: ProjectStep): Group {
  const { plan } = progress;
  const [rotation] = progress.waiting().flatMap(([i, other]) => {
    if (other.op !== 'rotate' || other.x.of !== step.x.of || !step.perHead) return [];
    // Every column that is rotated turns: there is none to be passed on.
    const { dim } = find(plan.tables, other.table);
    const whole = slice(plan, other.x).axes.at(-1)?.[1] === dim && (other.at ?? 0) === 0;
    return whole ? [i] : [];
  });
  return rotation === undefined
    ? { kind: 'one', index, step }
    : { kind: 'absorbed', indices: [rotation, index] };
}

/** The projections of the same input whose weights share a buffer with those of a step. */
function projectionsWith(
  progress: Progress,
  [index, step]: [number, Step],
  weights: readonly (readonly string[])[],
): Group {
  if (step.op === 'project' && isTransposed(progress.plan, step)) {
    return rotationBeside(progress, index, step);
  }
  if (step.op !== 'project' || step.perHead) return { kind: 'one', index, step };
  const join = weights.find((ids) => ids.includes(step.w.of)) ?? [step.w.of];
  const key = JSON.stringify([step.x, step.contract]);
  const indices = progress
    .waiting()
    .flatMap(([i, other]) =>
      other.op === 'project' &&
      !other.perHead &&
      join.includes(other.w.of) &&
      JSON.stringify([other.x, other.contract]) === key &&
      !isTransposed(progress.plan, other)
        ? [i]
        : [],
    );
  return indices.length > 1 ? { kind: 'projections', indices } : { kind: 'one', index, step };
}

/** The norms, rotations and appends that one dispatch takes besides a step. */
function readyWith(progress: Progress, [index, step]: [number, Step]): Group {
  const { plan, knobs, makers } = progress;
  let indices = [index];
  let chains = chainsOf({ plan, knobs, makers }, indices);
  for (let grown = chains !== undefined; grown;) {
    grown = false;
    for (const [other, candidate] of progress.waiting(indices)) {
      if (!isReadyStep(candidate)) continue;
      const more = [...indices, other].toSorted((a, b) => a - b);
      const longer = chainsOf({ plan, knobs, makers }, more);
      if (!longer) continue;
      [indices, chains, grown] = [more, longer, true];
      break;
    }
  }
  return chains && indices.length > 1
    ? { kind: 'ready', indices, chains }
    : { kind: 'one', index, step };
}

/** Attention with the projection that alone reads its contexts, where one kernel merges and projects them. */
function attentionWith({ plan, knobs }: Progress, index: number, step: AttendStep): Group {
  const one: Group = { kind: 'one', index, step };
  const readers = [...plan.steps.entries()].filter(([, other]) => reads(other).includes(step.out));
  const [[at, reader] = []] = readers;
  if (at === undefined || reader?.op !== 'project' || readers.length > 1) return one;
  const biased = find(plan.weights, reader.w.of).bias !== undefined;
  if (!reader.perHead || biased || !isWhole(plan, reader.x) || plan.output === step.out) return one;
  const projection = { index: at, step: reader };
  return mergesInto(projection, step, { plan, knobs, index })
    ? { kind: 'projected', index, step, projection }
    : one;
}

/** What a step that waits for none is taken with. */
function groupOf(
  progress: Progress,
  [index, step]: [number, Step],
  weights: readonly (readonly string[])[],
): Group {
  if (step.op === 'project') return projectionsWith(progress, [index, step], weights);
  if (step.op === 'attend') return attentionWith(progress, index, step);
  if (isReadyStep(step)) return readyWith(progress, [index, step]);
  return { kind: 'one', index, step };
}

/** `weights`: lists of weights that share a buffer. */
export function fuse(plan: Plan, knobs: Knobs, weights: readonly (readonly string[])[]): Fusion {
  if (knobs.fused === false || !hasFewRows(knobs)) {
    const groups = plan.steps.map((step, index): Group => ({ kind: 'one', index, step }));
    return { groups, activations: [], skipped: new Set() };
  }
  const progress = new Progress(plan, knobs);
  while (progress.remaining.size > 0) {
    const waiting = progress.waiting();
    // Projections first: what waits for the others then has more to be joined with.
    const next = waiting.find(([, { op }]) => op === 'project') ?? waiting[0];
    if (!next) throw new Error('the steps of the plan wait for one another');
    progress.take(groupOf(progress, next, weights));
  }
  return { groups: progress.groups, ...tensorsOf(plan, progress) };
}

/** Which tensors share a buffer, since one kernel writes or reads them, and which are written by none. */
function tensorsOf(plan: Plan, { groups, makers }: Progress): Omit<Fusion, 'groups'> {
  const activations: string[][] = [];
  const skipped = new Set<string>();
  const inputs = new Set<string>();
  for (const group of groups) {
    if (group.kind === 'projected') skipped.add(group.step.out);
    if (!('indices' in group) || group.kind === 'absorbed') continue;
    const outs = group.indices.flatMap((index) => {
      const step = plan.steps[index];
      return step && step.op !== 'append' ? [writes(step)] : [];
    });
    if (group.kind === 'projections') {
      activations.push(outs);
      continue;
    }
    const kept = group.chains.flatMap(({ to }) => ('tensor' in to ? [to.tensor] : []));
    if (kept.length > 1) activations.push(kept);
    for (const id of outs) if (!kept.includes(id)) skipped.add(id);
    for (const { view } of group.chains) if (makers.get(view.of) === -1) inputs.add(view.of);
  }
  if (inputs.size > 1) activations.push([...inputs]);
  for (const id of skipped) find(plan.tensors, id);
  return { activations, skipped };
}
