// Steps and workloads that the tests of prices ask about.

import type { AttendStep, Plan } from '../attention/plan';
import type { Workload } from './workload';

/** One new token of one sequence, at 16 bits, unless said otherwise. */
export const decode = (cachedTokens: number, more: Partial<Workload> = {}): Workload => ({
  batch: 1,
  newTokens: 1,
  cachedTokens,
  format: 'f16',
  ...more,
});

export function attendOf(plan: Plan): AttendStep {
  const step = plan.steps.find(({ op }) => op === 'attend');
  if (step?.op !== 'attend') throw new Error('the plan does not attend');
  return step;
}
