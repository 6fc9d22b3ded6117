// How many new tokens make one way of computing attention as dear as another: absorbed against expanded MLA.
//
// Counted is attention only: attending, and what a mode adds to it. With c latent, n nope, r rope and v value columns,
// T new tokens and P past ones, a head of absorbed MLA spends 2 (2c + r) flops for each query and key that it sees;
// a head of expanded MLA spends 2 (n + r + v) for each, and 2 c (n + v) for each cached token, which it rebuilds. The
// products with W_UK and W_UV that absorption adds for each new token are as many as rebuilding that token's own key
// and value takes. What is left is equal when
//
//   T (P + (T + 1) / 2) = P c (n + v) / (2c - n - v)
//
// so that a context much longer than the new tokens makes it c (n + v) / (2c - n - v): 170.7 for DeepSeek-V3. With no
// past at all there is nothing to rebuild that absorption would save, and expanded is never dearer. The functions below
// know no such form: they solve for it with the prices of any two plans.

import type { Plan } from '../attention/plan';
import { inScope } from '../attention/scope';
import { largestThat } from './largest';
import { planFlops } from './price';

/** Flops of the attention of one layer and sequence, by its new tokens and those before them. */
export function attentionFlops(plan: Plan): (newTokens: number, pastTokens: number) => number {
  const attention = inScope(plan, 'attentionOnly');
  return (newTokens, pastTokens) =>
    planFlops(attention, {
      batch: 1,
      newTokens,
      cachedTokens: pastTokens + newTokens,
      format: 'f16',
    });
}

/** Flops that one more past token adds to a step of one layer: so many in any case, and so many for each new token. */
export interface PastTokenFlops {
  readonly fixed: number;
  readonly perNewToken: number;
}

export function pastTokenFlops(plan: Plan): PastTokenFlops {
  const flops = attentionFlops(plan);
  const [forOne, forTwo] = [flops(1, 1) - flops(1, 0), flops(2, 1) - flops(2, 0)];
  const perNewToken = forTwo - forOne;
  return { fixed: forOne - perNewToken, perNewToken };
}

/**
 * New tokens for which two plans' attention takes equally many flops a token of context, the context being much
 * longer: not whole as a rule. Null where one of the two is cheaper for any number of new tokens.
 */
export function crossoverNewTokens(one: Plan, other: Plan): number | null {
  const [a, b] = [pastTokenFlops(one), pastTokenFlops(other)];
  const tokens = (b.fixed - a.fixed) / (a.perNewToken - b.perNewToken);
  return Number.isFinite(tokens) && tokens > 0 ? tokens : null;
}

/**
 * The fewest new tokens, after `pastTokens`, with which the attention of `forMany` takes no more flops than that of
 * `forFew`; null where it always takes more. Exact for any past, the triangle of the new tokens included.
 */
export function fewestNewTokensFor(forMany: Plan, forFew: Plan, pastTokens: number): number | null {
  const [many, few] = [attentionFlops(forMany), attentionFlops(forFew)];
  const dearer = (newTokens: number) => many(newTokens, pastTokens) > few(newTokens, pastTokens);
  const last = largestThat(dearer);
  return last === Infinity ? null : last + 1;
}
