// The data flow of a plan: its boxes, the steps between them and what each step reads, whatever variant made the plan.

import {
  axesOf,
  find,
  sizeOf,
  slice,
  type Axis,
  type Field,
  type Piece,
  type Plan,
  type Step,
  type View,
} from '../attention/plan';
import { writes } from '../attention/scope';

/**
 * What becomes of a box: `cached` is kept for every token, `rebuilt` is made again for every token at each step, `made`
 * is of the new tokens alone.
 */
export type BoxKind = 'input' | 'made' | 'cached' | 'rebuilt' | 'output';

/** A tensor or a cache field. */
export interface Box {
  readonly id: string;
  readonly kind: BoxKind;
  /** Of one token. */
  readonly axes: readonly Axis[];
  /** Of one token. */
  readonly elements: number;
  /** Of a cache field. */
  readonly holds: Field['holds'] | null;
  /** Index of the step that makes it; null where it is there before the first. */
  readonly step: number | null;
}

/** As what a step reads a box. */
export type Role = 'input' | 'left' | 'right' | 'query' | 'key' | 'value';

/** What flows from a box to a step. */
export interface Flow {
  readonly from: string;
  readonly role: Role;
  /** Axes of what is read: fewer columns than the box has, where the step reads a part. */
  readonly axes: readonly Axis[];
  readonly whole: boolean;
}

/** A weight, or the part of it that a step uses. */
export interface WeightUse {
  readonly id: string;
  readonly axes: readonly Axis[];
  readonly whole: boolean;
}

export interface StepNode {
  /** Place in the plan. */
  readonly index: number;
  readonly op: Step['op'];
  readonly reads: readonly Flow[];
  readonly weights: readonly WeightUse[];
  /** Ids of boxes; attention's result comes last, after its log-sum-exp. */
  readonly makes: readonly string[];
}

export interface Diagram {
  readonly boxes: readonly Box[];
  /** In the order of the plan. */
  readonly steps: readonly StepNode[];
}

const flow = (plan: Plan, view: View, role: Role): Flow => {
  const { axes, whole } = slice(plan, view);
  return { from: view.of, role, axes, whole: sizeOf(axes) === sizeOf(whole) };
};

const flows = (plan: Plan, pieces: readonly Piece[], role: Role): Flow[] =>
  pieces.map(({ from }) => flow(plan, from, role));

function readsOf(plan: Plan, step: Step): Flow[] {
  switch (step.op) {
    case 'project':
    case 'normalize':
    case 'rotate':
      return [flow(plan, step.x, 'input')];
    case 'append':
      return flows(plan, step.x, 'input');
    case 'rebuild':
      return [flow(plan, step.from, 'input')];
    case 'outerProduct':
      return [flow(plan, step.left, 'left'), flow(plan, step.right, 'right')];
    case 'attend':
      return [
        ...flows(plan, step.q, 'query'),
        ...flows(plan, step.key, 'key'),
        ...flows(plan, step.value, 'value'),
      ];
  }
}

function weightsOf(plan: Plan, step: Step): WeightUse[] {
  const used = (view: View): WeightUse => {
    const { axes, whole } = slice(plan, view);
    return { id: view.of, axes, whole: sizeOf(axes) === sizeOf(whole) };
  };
  switch (step.op) {
    case 'project':
      return [used(step.w)];
    case 'normalize':
      return [used({ of: step.weight })];
    case 'rebuild':
      return [used(step.by)];
    case 'attend':
      return step.sinks === undefined ? [] : [used({ of: step.sinks })];
    case 'rotate':
    case 'append':
    case 'outerProduct':
      return [];
  }
}

const makesOf = (step: Step): string[] =>
  step.op === 'attend' && step.lse !== undefined ? [step.lse, step.out] : [writes(step)];

/** Keys and values of a plan that keeps none: tensors of the new tokens, of which every token so far is one. */
function attendedTensors(plan: Plan): Set<string> {
  const attended = plan.steps.flatMap((step) =>
    step.op === 'attend' ? [...step.key, ...step.value].map(({ from }) => from.of) : [],
  );
  return new Set(attended.filter((id) => plan.tensors.some((tensor) => tensor.id === id)));
}

/** Of any plan: prefill or decode, whole or cut to a scope. */
export function diagramOf(plan: Plan): Diagram {
  const steps = plan.steps.map((step, index): StepNode => ({
    index,
    op: step.op,
    reads: readsOf(plan, step),
    weights: weightsOf(plan, step),
    makes: makesOf(step),
  }));
  const makers = new Map(steps.flatMap(({ index, makes }) => makes.map((id) => [id, index])));
  const attended = attendedTensors(plan);
  const kindOf = (id: string): BoxKind => {
    if (plan.cache.some((field) => field.id === id)) return 'cached';
    if (id === plan.output) return 'output';
    if (find(plan.tensors, id).rows === 'cached' || attended.has(id)) return 'rebuilt';
    return plan.inputs.includes(id) ? 'input' : 'made';
  };
  const fields = new Map(plan.cache.map(({ id, holds }) => [id, holds]));
  const boxes = [...plan.tensors.map(({ id }) => id), ...fields.keys()].map((id): Box => {
    const axes = axesOf(plan, id);
    return {
      id,
      kind: kindOf(id),
      axes,
      elements: sizeOf(axes),
      holds: fields.get(id) ?? null,
      step: makers.get(id) ?? null,
    };
  });
  return { boxes, steps };
}
