// Weights and inputs of a plan from one seed, for runs that have no checkpoint.

import { sizeOf, type Plan } from '../attention/plan';
import { seedOf, uniforms } from '../attention/random';

/** Elements that a weight sums over: one matrix for all heads says it, else the last axis is the inner one. */
function fanIn(plan: Plan, id: string): number {
  const axes = plan.weights.find((weight) => weight.id === id)?.axes ?? [];
  const step = plan.steps.find((s) => s.op === 'project' && s.w.of === id && !s.perHead);
  const summed =
    step?.op === 'project' ? axes.filter(([name]) => step.contract.includes(name)) : axes.slice(-1);
  return sizeOf(summed);
}

/**
 * Matrices are uniform in +-1/sqrt(in), so that rows keep their size through a layer. Vectors (norms and biases)
 * lie between 0.5 and 1.5, so that none of them could be left out unnoticed. By id, row-major.
 */
export function seededWeights(plan: Plan, seed: number): Record<string, Float32Array> {
  return Object.fromEntries(
    plan.weights.map(({ id, axes }) => {
      const isBias = plan.weights.some(({ bias }) => bias === id);
      if (!isBias && axes.length > 1) {
        return [id, uniforms(seedOf(seed, id), sizeOf(axes), Math.fround(fanIn(plan, id) ** -0.5))];
      }
      return [id, uniforms(seedOf(seed, id), sizeOf(axes), 0.5).map((value) => value + 1)];
    }),
  );
}

/** The plan's inputs, uniform in [-1, 1): by id, [rows, ...axes]. Tokens from `firstRow` on of one long sequence. */
export function seededInputs(
  plan: Plan,
  seed: number,
  rows: number,
  firstRow = 0,
): Record<string, Float32Array> {
  return Object.fromEntries(
    plan.inputs.map((id) => {
      const width = sizeOf(plan.tensors.find((tensor) => tensor.id === id)?.axes ?? []);
      return [id, uniforms(seedOf(seed, id), rows * width, 1, firstRow * width)];
    }),
  );
}
