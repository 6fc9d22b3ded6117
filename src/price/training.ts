// What training keeps of one attention layer from the forward pass to the backward pass.
//
// The gradient of a projection needs its input, that of a norm its input, that of an outer product both factors. A
// rotation is linear and its table a constant: it needs nothing. Attention needs queries, keys, values and, computed in
// tiles, its output and log-sum-exp (FlashAttention, Dao et al. 2022, arXiv:2205.14135, section 3.1); computed plainly,
// its probabilities instead, of every query and key: those that the mask hides are zeros in the same square (Korthikanti
// et al. 2022, arXiv:2205.05198, section 4.1: 2 a s^2 b bytes). A tensor that several steps need is kept once, and
// pieces that all heads share are not copied to each. Not counted: weights and their gradients, the roots of norms,
// dropout's masks and outputs.
//
// Recomputation keeps what the projections of x make and runs all between them and attention again: norms, rotations
// and up-projections (DeepSeek-V3, arXiv:2412.19437, section 3.2.3). Only then does compressing queries save memory
// (DeepSeek-V2, arXiv:2405.04434, section 2.1.2): its low-rank vector stands for all query heads. Without recomputation
// it is kept beside them.

import {
  headsOf,
  slice,
  type AttendStep,
  type Plan,
  type Slice,
  type Step,
  type View,
} from '../attention/plan';
import { writes } from '../attention/scope';
import { coveredElements } from './covered';

export interface Training {
  /** Tokens of a sequence, all of them new. */
  readonly tokens: number;
  readonly bytesPerElement: number;
  /** What attention keeps to find its probabilities again, or the probabilities themselves, [heads, tokens, tokens]. */
  readonly attention: 'logSumExp' | 'probabilities';
  readonly recompute: boolean;
}

export interface KeptTensor {
  readonly tensor: string;
  /** Per token and layer. */
  readonly bytes: number;
}

/** Bytes per token and layer. */
export interface Activations {
  /** Tensors of the plan; `logSumExp` or `probabilities` of attention as the last. */
  readonly kept: readonly KeptTensor[];
  readonly bytes: number;
}

/** Where a view's elements are in training: a cache field's are those of the tensors appended to it. */
function ofTensors(plan: Plan, view: View): View[] {
  const appended = plan.steps.flatMap((step) =>
    step.op === 'append' && step.field === view.of ? step.x.map(({ from }) => from) : [],
  );
  return appended.length > 0 ? appended : [view];
}

/** The tensors and cache fields that a step reads. */
function operands(step: Step): View[] {
  switch (step.op) {
    case 'project':
    case 'normalize':
    case 'rotate':
      return [step.x];
    case 'rebuild':
      return [step.from];
    case 'outerProduct':
      return [step.left, step.right];
    case 'append':
      return step.x.map(({ from }) => from);
    case 'attend':
      return [...step.q, ...step.key, ...step.value].map(({ from }) => from);
  }
}

/** What a step's gradient needs of tensors. */
function neededBy(step: Step): View[] {
  if (step.op === 'rotate' || step.op === 'append') return [];
  return step.op === 'attend' ? [...operands(step), { of: step.out }] : operands(step);
}

/** What a step makes its output of, where that is run again: not attention, nor a projection of the layer's input. */
function recomputedFrom(plan: Plan, step: Step): View[] | null {
  if (step.op === 'attend' || step.op === 'append') return null;
  return step.op === 'project' && plan.inputs.includes(step.x.of) ? null : operands(step);
}

/** The views to keep so that `view` is there, or can be made again. */
function roots(plan: Plan, view: View, recompute: boolean): View[] {
  return ofTensors(plan, view).flatMap((at): View[] => {
    const maker = recompute ? plan.steps.find((step) => writes(step) === at.of) : undefined;
    const from = maker && recomputedFrom(plan, maker);
    return from ? from.flatMap((each) => roots(plan, each, recompute)) : [at];
  });
}

function attentionState(plan: Plan, step: AttendStep, training: Training): KeptTensor {
  const heads = Math.max(...step.q.map(({ from }) => headsOf(plan, from)));
  const { tokens, attention, bytesPerElement } = training;
  if (attention === 'logSumExp') return { tensor: attention, bytes: 4 * heads };
  return { tensor: attention, bytes: heads * tokens * bytesPerElement };
}

/** What training keeps of one layer, per token. The plan's phase does not matter: every token is new. */
export function activations(plan: Plan, training: Training): Activations {
  const slices = new Map<string, Slice[]>();
  for (const step of plan.steps) {
    for (const view of neededBy(step).flatMap((each) => roots(plan, each, training.recompute))) {
      const of = slices.get(view.of) ?? [];
      slices.set(view.of, [...of, slice(plan, view)]);
    }
  }
  const tensors = [...slices].map(([tensor, of]) => ({
    tensor,
    bytes: coveredElements(of) * training.bytesPerElement,
  }));
  const states = plan.steps.flatMap((step) =>
    step.op === 'attend' ? [attentionState(plan, step, training)] : [],
  );
  const kept = [...tensors, ...states];
  return { kept, bytes: kept.reduce((n, { bytes }) => n + bytes, 0) };
}
