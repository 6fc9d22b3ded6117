// Cuts a plan to what is measured: the whole layer, or attention only.

import type { Piece, Plan, Step } from './plan';

/**
 * `wholeLayer`: from x to y. `attentionOnly`: append, attend and what a mode adds to them (rebuilding, absorbed
 * up-projections), without the projections that every variant has.
 */
export type Scope = 'wholeLayer' | 'attentionOnly';

const pieces = (list: readonly Piece[]) => list.map((piece) => piece.from.of);

/** Ids of the tensors, weights and cache fields that a step reads. */
export function reads(step: Step): string[] {
  switch (step.op) {
    case 'project':
      return [step.x.of, step.w.of];
    case 'normalize':
      return [step.x.of, step.weight];
    case 'rotate':
      return [step.x.of, step.table];
    case 'append':
      return pieces(step.x);
    case 'rebuild':
      return [step.from.of, step.by.of];
    case 'outerProduct':
      return [step.left.of, step.right.of];
    case 'attend':
      return [
        ...pieces(step.q),
        ...pieces(step.key),
        ...pieces(step.value),
        ...(step.sinks === undefined ? [] : [step.sinks]),
      ];
  }
}

/** The id of the tensor or cache field that a step makes; `attend` may make a second one, its log-sum-exp. */
export const writes = (step: Step): string => (step.op === 'append' ? step.field : step.out);

const allWrites = (step: Step): string[] =>
  step.op === 'attend' && step.lse !== undefined ? [step.out, step.lse] : [writes(step)];

/** A plan of some of the steps: what they read and no step makes becomes an input. */
export function cut(plan: Plan, keep: (step: Step) => boolean): Plan {
  const steps = plan.steps.filter(keep);
  const made = new Set(steps.flatMap(allWrites));
  const used = new Set([...steps.flatMap(reads), ...made]);
  const weights = plan.weights.filter(({ id }) => used.has(id));
  const kept = new Set([...used, ...weights.flatMap((w) => w.bias ?? [])]);
  const tensors = plan.tensors.filter(({ id }) => used.has(id));
  return {
    ...plan,
    steps,
    tensors,
    inputs: tensors.filter(({ id }) => !made.has(id)).map(({ id }) => id),
    output: writes(steps.at(-1) ?? plan.steps[0]!),
    weights: plan.weights.filter(({ id }) => kept.has(id)),
    tables: plan.tables.filter(({ id }) => used.has(id)),
    cache: plan.cache.filter(({ id }) => used.has(id)),
  };
}

export function inScope(plan: Plan, scope: Scope): Plan {
  if (scope === 'wholeLayer') return plan;
  return cut(plan, (step) =>
    step.op === 'project'
      ? step.belongsToAttention === true
      : ['append', 'rebuild', 'attend'].includes(step.op) ||
        (step.op === 'outerProduct' && step.belongsToAttention === true),
  );
}
