// What the layers of two attention maps are made of: seeded weights and tokens, with heads copied where one has fewer.

import { copiedFrom, copyHeads } from '../attention/headCopies';
import { axesOf, sizeOf, type Plan } from '../attention/plan';
import { fill } from './expected';
import type { Pace } from './pace';
import { seedings, type Seeding } from './seeding';

/** By id, row-major with the axes of the plan. */
export interface MapValues {
  readonly weights: Readonly<Record<string, Float32Array>>;
  /** [tokens, ...axes]. */
  readonly inputs: Readonly<Record<string, Float32Array>>;
}

/**
 * Of tokens, and of the weights of norms: scores then vary by 1 to 3, as in trained heads. Smaller ones would give every
 * key the same weight, larger ones all of it to one.
 */
const inputScale = 5;
const normScale = 3;

const scaleOf = (plan: Plan, { id, kind, scale }: Seeding): number => {
  if (kind === 'input') return inputScale;
  const isNorm = plan.steps.some((step) => step.op === 'normalize' && step.weight === id);
  return isNorm ? normScale : scale;
};

/** @param other the plan beside it, whose heads it copies where that has fewer */
export async function mapValues(
  plan: Plan,
  other: Plan,
  { seed, tokens }: { readonly seed: number; readonly tokens: number },
  pace: Pace,
): Promise<MapValues> {
  const weights: Record<string, Float32Array> = {};
  const inputs: Record<string, Float32Array> = {};
  for (const seeding of seedings(plan, seed)) {
    const { id, kind } = seeding;
    if (kind === 'cache') continue;
    const weight = plan.weights.find((each) => each.id === id);
    const fewer = weight && copiedFrom(weight, other);
    const axes = fewer ? fewer.axes : axesOf(plan, id);
    const values = new Float32Array(sizeOf(axes) * (kind === 'input' ? tokens : 1));
    await fill(values, { ...seeding, scale: scaleOf(plan, seeding) }, pace);
    if (kind === 'input') inputs[id] = values;
    else weights[id] = fewer ? copyHeads(values, axes, weight.axes) : values;
  }
  return { weights, inputs };
}
