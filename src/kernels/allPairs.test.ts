// What the grids of the GPU tests promise: every meeting of values that can be, as often as said, in differing cases.

import { describe, expect, test } from 'vitest';
import { coveringCases } from './allPairs.test-support';

const factors = {
  a: [1, 2, 3, 4, 5],
  b: ['x', 'y', 'z'],
  c: [false, true],
  d: [0.5, 7, 9, 11],
} as const;

interface One {
  readonly a: (typeof factors.a)[number];
  readonly b: (typeof factors.b)[number];
  readonly c: boolean;
  readonly d: (typeof factors.d)[number];
}

/** Some pairs never meet, and one only in a single case. */
const isValid = ({ a, b, c, d }: One) =>
  !(a === 5 && b === 'x') && !(a === 4 && d === 11 && !(b === 'z' && c));

const grid: One[] = factors.a.flatMap((a) =>
  factors.b.flatMap((b) => factors.c.flatMap((c) => factors.d.map((d) => ({ a, b, c, d })))),
);

/** How often each meeting of `together` values occurs. */
function meetings(cases: readonly One[], together: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of cases) {
    const entries = Object.entries(one).map(([name, value]) => `${name}=${value}`);
    for (let chosen = 0; chosen < 1 << entries.length; chosen++) {
      const names = entries.filter((_, i) => (chosen >> i) & 1);
      if (names.length !== together) continue;
      counts.set(names.join(), (counts.get(names.join()) ?? 0) + 1);
    }
  }
  return counts;
}

describe.each([
  { together: 2, times: 1 },
  { together: 2, times: 2 },
  { together: 3, times: 1 },
])('cases in which $together values meet $times times', ({ together, times }) => {
  const how = { seed: 3, together, times };
  const cases = coveringCases<One & Readonly<Record<string, unknown>>>(factors, isValid, how);

  test('have every meeting of a valid case, so often or in all that have it', () => {
    const met = meetings(cases, together);
    for (const [names, count] of meetings(grid.filter(isValid), together)) {
      expect(met.get(names) ?? 0, names).toBeGreaterThanOrEqual(Math.min(count, times));
    }
  });

  test('are valid, all different, fewer than the grid and the same again', () => {
    expect(cases.filter((one) => !isValid(one))).toEqual([]);
    expect(new Set(cases.map((one) => JSON.stringify(one))).size).toBe(cases.length);
    expect(cases.length).toBeLessThan(0.7 * grid.filter(isValid).length);
    expect(coveringCases<One & Readonly<Record<string, unknown>>>(factors, isValid, how)).toEqual(
      cases,
    );
  });
});
