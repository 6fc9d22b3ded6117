// All-pairs cases: every two values of different factors meet in some case, in far fewer cases than the full grid.

import fc from 'fast-check';

/** Values of each factor. */
export type Factors<T> = { readonly [K in keyof T]: readonly T[K][] };

/** Tries for each case, of which the one with the most pairs not met before is taken. */
const tries = 60;

/**
 * Cases of which `isValid` holds, until as many turns as `patience` have found no new pair: pairs that no valid case has
 * are never met. The same for the same seed.
 */
export function allPairs<T extends Readonly<Record<string, unknown>>>(
  factors: Factors<T>,
  isValid: (one: T) => boolean,
  { seed, patience = 20 }: { seed: number; patience?: number },
): T[] {
  const arbitrary = fc
    .record<T>(
      Object.fromEntries(
        Object.entries(factors).map(([name, values]) => [name, fc.constantFrom(...values)]),
      ) as unknown as { [K in keyof T]: fc.Arbitrary<T[K]> },
    )
    .filter(isValid);
  const met = new Set<string>();
  const cases: T[] = [];
  let idle = 0;
  for (let turn = 0; idle < patience; turn++) {
    const candidates = fc.sample(arbitrary, { seed: seed + turn, numRuns: tries });
    const [best] = candidates
      .map((one) => ({ one, fresh: pairsOf(one).filter((pair) => !met.has(pair)) }))
      .sort((a, b) => b.fresh.length - a.fresh.length);
    if (!best || best.fresh.length === 0) {
      idle++;
      continue;
    }
    idle = 0;
    for (const pair of best.fresh) met.add(pair);
    cases.push(best.one);
  }
  return cases;
}

function pairsOf(one: Readonly<Record<string, unknown>>): string[] {
  const entries = Object.entries(one).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return entries.flatMap((a, i) => entries.slice(i + 1).map((b) => `${a} ${b}`));
}
