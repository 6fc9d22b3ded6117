// What one cached token costs each decode step: what is made of it again, and what attention does with it.

import { sizeOf, type Plan } from '../attention/plan';
import { priceStep } from './price';

export interface TokenWork {
  /** Elements that are kept of it. */
  readonly keptElements: number;
  /** Elements of its keys and values that every step makes again. */
  readonly rebuiltElements: number;
  /** Of one layer and step, in making them. */
  readonly rebuiltFlops: number;
  /** Of one layer and step, in attending to it. */
  readonly attendFlops: number;
}

/** Of one layer, in a step of one new token: what one more token in the cache adds. */
export function perCachedToken(plan: Plan): TokenWork {
  const workload = (cachedTokens: number) =>
    ({ batch: 1, newTokens: 1, cachedTokens, format: 'f32' }) as const;
  const added = plan.steps.map((step) => ({
    op: step.op,
    flops: priceStep(plan, step, workload(2)).flops - priceStep(plan, step, workload(1)).flops,
  }));
  const sum = (list: readonly { readonly flops: number }[]) =>
    list.reduce((n, { flops }) => n + flops, 0);
  const attended = new Set(
    plan.steps.flatMap((step) =>
      step.op === 'attend' ? [...step.key, ...step.value].map(({ from }) => from.of) : [],
    ),
  );
  // Without a cache, what attention reads is of the new tokens, which are then all of them.
  const rebuilt = plan.tensors.filter(({ id, rows }) => rows === 'cached' || attended.has(id));
  return {
    keptElements: plan.cache.reduce((n, { heads, width }) => n + heads * width, 0),
    rebuiltElements: rebuilt.reduce((n, { axes }) => n + sizeOf(axes), 0),
    rebuiltFlops: sum(added.filter(({ op }) => op !== 'attend')),
    attendFlops: sum(added.filter(({ op }) => op === 'attend')),
  };
}
