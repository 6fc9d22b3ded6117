// Which two projections an absorbing mode applies one after the other, and what their product would take in their place.
// DeepSeek-AI 2024, arXiv:2405.04434, section 2.1.2: W_UK into W_Q, W_UV into W_O.

import { find, slice, sizeOf, type Axis, type Plan, type ProjectStep } from '../attention/plan';

export interface Merge {
  /** Of the merged weight. */
  readonly id: string;
  /** The one that has a matrix for each head, and the one for all heads that comes before or after it. */
  readonly perHead: ProjectStep;
  readonly whole: ProjectStep;
  readonly wholeIsFirst: boolean;
  readonly heads: number;
  /** Of one head's matrices: what the first reads, what lies between them, and what the second makes. */
  readonly inputs: number;
  readonly inner: number;
  readonly outputs: number;
}

/** Elements of the two factors, heads together. */
const factoredElements = ({ heads, inputs, inner, outputs }: Merge): number =>
  heads * inner * (inputs + outputs);

/** Elements of their product. */
const mergedElements = ({ heads, inputs, outputs }: Merge): number => heads * inputs * outputs;

/** Elements of all factors, and of all products. */
export const mergeSizes = (merges: readonly Merge[]) => ({
  factored: merges.reduce((sum, merge) => sum + factoredElements(merge), 0),
  merged: merges.reduce((sum, merge) => sum + mergedElements(merge), 0),
});

/** Sizes of a step's weight: the heads it begins with, what it sums over, and what it makes of that. */
function sizesOf(plan: Plan, { w, contract }: ProjectStep) {
  const { axes } = slice(plan, w);
  const isSummed = ([name]: Axis) => contract.includes(name);
  const kept = axes.filter((axis) => !isSummed(axis));
  return { kept: sizeOf(kept), summed: sizeOf(axes.filter(isSummed)), heads: kept[0]?.[1] ?? 1 };
}

/** In the order of the plan; none where it applies no projection inside attention. A bias keeps two apart. */
export function mergesOf(plan: Plan): Merge[] {
  const projects = plan.steps.filter((step) => step.op === 'project');
  const plain = projects.filter(
    ({ perHead, w }) => !perHead && find(plan.weights, w.of).bias === undefined,
  );
  return projects
    .filter(({ perHead, belongsToAttention }) => perHead && belongsToAttention === true)
    .flatMap((perHead): Merge[] => {
      const own = sizesOf(plan, perHead);
      const { heads } = own;
      const before = plain.find(({ out }) => out === perHead.x.of);
      if (before) {
        const id = `${before.w.of} ${perHead.w.of}`;
        const inputs = sizesOf(plan, before).summed;
        const sizes = { heads, inputs, inner: own.summed, outputs: own.kept / heads };
        return [{ id, perHead, whole: before, wholeIsFirst: true, ...sizes }];
      }
      const after = plain.find(({ x }) => x.of === perHead.out);
      if (!after) return [];
      const id = `${perHead.w.of} ${after.w.of}`;
      const outputs = sizesOf(plan, after).kept;
      const sizes = { heads, inputs: own.summed, inner: own.kept / heads, outputs };
      return [{ id, perHead, whole: after, wholeIsFirst: false, ...sizes }];
    });
}
