// What a run's weights, inputs and caches hold: seeded values by one list, which the device and the float64 check both read.

import { find, slice, type Plan } from '../attention/plan';
import { seedOf } from '../attention/random';
import { reads, writes } from '../attention/scope';

/** Values uniform in [-scale, scale), a sequence of their own for each id (src/attention/random.ts). */
export interface Seeding {
  readonly id: string;
  readonly kind: 'weight' | 'input' | 'cache';
  readonly seed: number;
  /** Rounded to f32, as a shader sees it. */
  readonly scale: number;
}

/**
 * Cached rows have a standard deviation of 0.58, so that queries of 8 * 0.58 give scores of 2.7 after a scale of
 * 1 / sqrt(width): peaked, as trained heads are, so that a wrong score is not averaged away.
 */
const queryScale = 8;

/** The tensors that a query is made of, back to the plan's inputs. */
function queryAncestors(plan: Plan): Set<string> {
  const found = new Set<string>();
  for (const step of plan.steps.toReversed()) {
    if (step.op === 'attend') for (const { from } of step.q) found.add(from.of);
    else if (found.has(writes(step))) for (const id of reads(step)) found.add(id);
  }
  return found;
}

/** 1 / sqrt(elements summed), by weight; 1 for norm weights and biases, which nothing sums over. */
function weightScales(plan: Plan): Map<string, number> {
  const scales = new Map(plan.weights.map(({ id }) => [id, 1]));
  for (const step of plan.steps) {
    if (step.op !== 'project' && step.op !== 'rebuild') continue;
    const { of, axes } = slice(plan, step.op === 'project' ? step.w : step.by);
    const summed = axes.reduce(
      (n, [name, size]) => (step.contract.includes(name) ? n * size : n),
      1,
    );
    scales.set(of, Math.min(scales.get(of) ?? 1, summed ** -0.5));
  }
  return scales;
}

/** Seeds and scales of everything that a plan does not compute. */
export function seedings(plan: Plan, runSeed: number): Seeding[] {
  const ofQueries = queryAncestors(plan);
  const seeding = (kind: Seeding['kind'], id: string, scale: number): Seeding => ({
    id,
    kind,
    seed: seedOf(runSeed, id),
    scale: Math.fround(scale),
  });
  return [
    ...[...weightScales(plan)].map(([id, scale]) => seeding('weight', id, scale)),
    ...plan.inputs.map((id) =>
      seeding('input', find(plan.tensors, id).id, ofQueries.has(id) ? queryScale : 1),
    ),
    ...plan.cache.map(({ id }) => seeding('cache', id, 1)),
  ];
}
