// What is asked of a layer in one step: sequences, new tokens, and the cache they see.

import type { FormatId, WeightFormat } from '../attention/format';
import type { Mask, Plan } from '../attention/plan';

export interface Workload {
  /** Sequences, each with its own cache. */
  readonly batch: number;
  /** Tokens computed in this step, per sequence. */
  readonly newTokens: number;
  /** Tokens in the cache after the step, the new ones included, per sequence. */
  readonly cachedTokens: number;
  /** How the cache is stored. */
  readonly format: FormatId;
  /** How the weights are stored; as wide as the cache if not given, and never narrower than 16 bits. */
  readonly weightFormat?: WeightFormat;
  /** Keys that a query sees, itself included, where the plan's mask has a window. */
  readonly window?: number;
}

/** The workload that a plan meets: one that attends without a cache is brought every token so far, at every step. */
export function asBrought(plan: Plan, workload: Workload): Workload {
  const withoutCache = plan.cache.length === 0 && plan.steps.some(({ op }) => op === 'attend');
  return withoutCache ? { ...workload, newTokens: workload.cachedTokens } : workload;
}

const windowOf = (mask: Mask, { window = Infinity }: Workload): number =>
  mask.window === 'perStep' ? window : Infinity;

/**
 * Pairs of a query and a key that it sees, in one sequence and head: exactly, without the masked half. Query i of
 * newTokens sees cachedTokens - newTokens + i + 1 keys, or the window if that is fewer.
 */
export function visiblePairs(mask: Mask, workload: Workload): number {
  const { newTokens, cachedTokens } = workload;
  if (!mask.causal) return newTokens * cachedTokens;
  const past = cachedTokens - newTokens;
  const window = windowOf(mask, workload);
  // The first `growing` queries see all before them and themselves, the others a full window.
  const growing = Math.min(Math.max(window - past, 0), newTokens);
  const sliding = newTokens - growing;
  return growing * past + (growing * (growing + 1)) / 2 + (sliding > 0 ? sliding * window : 0);
}

/** Cached tokens that at least one query of a sequence sees. */
export function visibleTokens(mask: Mask, workload: Workload): number {
  const { newTokens, cachedTokens } = workload;
  if (!mask.causal) return cachedTokens;
  // The first query reaches furthest back.
  const firstQuery = cachedTokens - newTokens;
  return cachedTokens - Math.max(firstQuery + 1 - windowOf(mask, workload), 0);
}

/** Cached tokens that a plan's attention sees, of which it needs keys and values. */
export function seenTokens(plan: Plan, workload: Workload): number {
  const seen = plan.steps.flatMap((step) =>
    step.op === 'attend' ? [visibleTokens(step.mask, workload)] : [],
  );
  return seen.length > 0 ? Math.max(...seen) : workload.cachedTokens;
}
