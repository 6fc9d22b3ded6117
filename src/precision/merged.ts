// Two projections as one: the steps around them, the plan that has their product in their place, and the product itself.

import { slice, type Axis, type Plan, type ProjectStep } from '../attention/plan';
import { cut, reads } from '../attention/scope';
import { matrix, type Matrix } from '../reference/project';
import { weight, type Weights } from '../reference/run';
import { addScaled } from '../reference/vector';
import type { Merge } from './merges';

/** The projections with rotation and attention between them; what the cut leaves out becomes an input. */
export function aroundMerges(plan: Plan, merges: readonly Merge[]): Plan {
  const own = new Set(merges.flatMap(({ perHead, whole }) => [perHead, whole]));
  const queries = new Set(merges.flatMap((m) => (m.wholeIsFirst ? [m.whole.out] : [])));
  return cut(
    plan,
    (step) =>
      step.op === 'append' ||
      step.op === 'attend' ||
      (step.op === 'project' && own.has(step)) ||
      (step.op === 'rotate' && queries.has(step.x.of)),
  );
}

/** Of a matrix for each head, where the whole comes first; else of one for all heads, which sums over them. */
const axesOf = ({ wholeIsFirst, heads, inputs, outputs }: Merge): readonly Axis[] => {
  const [head, output, input] = [
    ['head', heads],
    ['output', outputs],
    ['input', inputs],
  ] as const;
  return wholeIsFirst ? [head, output, input] : [output, head, input];
};

const mergedStep = ({ id, perHead, whole, wholeIsFirst }: Merge): ProjectStep => ({
  op: 'project',
  x: wholeIsFirst ? whole.x : perHead.x,
  w: { of: id },
  contract: wholeIsFirst ? ['input'] : ['head', 'input'],
  perHead: false,
  out: (wholeIsFirst ? perHead : whole).out,
});

/** The plan with products in place of factors; a factor whose result anything else reads stays as well. */
export function mergedPlan(plan: Plan, merges: readonly Merge[]): Plan {
  const steps = plan.steps.flatMap((step) => {
    const merge = merges.find(({ perHead, whole }) => perHead === step || whole === step);
    if (!merge || step.op !== 'project') return [step];
    const { perHead, whole, wholeIsFirst } = merge;
    if (step === (wholeIsFirst ? perHead : whole)) return [mergedStep(merge)];
    const isReadElsewhere = plan.steps.some(
      (other) => other !== perHead && other !== whole && reads(other).includes(step.out),
    );
    return isReadElsewhere ? [step] : [];
  });
  const products = merges.map((merge) => ({ id: merge.id, axes: axesOf(merge) }));
  return cut({ ...plan, weights: [...plan.weights, ...products], steps }, () => true);
}

/** The weights of some of a matrix's outputs, [count, contracted]. */
function rowsOf({ data, outputs, contracted }: Matrix, first: number, count: number): Float64Array {
  const rows = new Float64Array(count * contracted.length);
  for (let row = 0; row < count; row++) {
    const at = outputs[first + row] ?? NaN;
    for (let i = 0; i < contracted.length; i++) {
      rows[row * contracted.length + i] = data[at + (contracted[i] ?? NaN)] ?? NaN;
    }
  }
  return rows;
}

/**
 * The product in float64, row-major with the axes of the weight in `mergedPlan`. Yields multiply-adds.
 * @param weights by id, each row-major with the axes of the plan's weight
 */
export function* productOf(
  plan: Plan,
  { perHead, whole, wholeIsFirst, heads, inputs, inner, outputs }: Merge,
  weights: Weights,
): Generator<number, Float64Array> {
  const matrixOf = ({ w, contract }: ProjectStep) =>
    matrix(plan, w, contract, weight(weights, w.of));
  const own = matrixOf(perHead);
  const other = matrixOf(whole);
  // Of what the first makes for a head, the second may read a slice.
  const read = slice(plan, perHead.x);
  const headWidth = read.whole.at(-1)?.[1] ?? inner;
  const product = new Float64Array(heads * inputs * outputs);
  for (let head = 0; head < heads; head++) {
    const first = wholeIsFirst
      ? rowsOf(other, head * headWidth + read.from, inner)
      : rowsOf(own, head * inner, inner);
    for (let output = 0; output < outputs; output++) {
      const [second, from, row] = wholeIsFirst
        ? ([rowsOf(own, head * outputs + output, 1), 0, head * outputs + output] as const)
        : ([rowsOf(other, output, 1), head * inner, output * heads + head] as const);
      const made = product.subarray(row * inputs, (row + 1) * inputs);
      for (let k = 0; k < inner; k++) {
        addScaled(made, second[from + k] ?? NaN, first, k * inputs);
      }
      yield inner * inputs;
    }
  }
  return product;
}
