import { describe, expect, test } from 'vitest';

import { disagreements } from './disagreements';

describe.each(disagreements.map((each) => [each.id, each] as const))('%s', (_, { sides }) => {
  const [one, other] = sides;

  test('is answered differently by its two sides', () => {
    expect(one.better).not.toBe(other.better);
  });

  test.each(sides.map((side) => [side.dataset.id, side] as const))(
    '%s: its answer is what its figures say',
    (__, { measure, points: [first, second], better }) => {
      const ahead =
        measure.better === 'lower' ? first.value < second.value : first.value > second.value;
      expect(better).toBe(first.value === second.value ? null : ahead ? 0 : 1);
    },
  );

  test('asks both about the same two variants', () => {
    const pair = (side: typeof one) => side.points.map(({ variantId }) => variantId);
    expect(pair(one)).toEqual(pair(other));
    expect(new Set(pair(one)).size).toBe(2);
  });

  test('compares two rows of one model alone', () => {
    for (const { points } of sides) expect(points[0].model).toBe(points[1].model);
  });
});

const found = (id: string) => {
  const each = disagreements.find((one) => one.id === id);
  if (!each) throw new Error(id);
  return each;
};

describe('what differs', () => {
  test('is the size, the tokens and the measure between DeepSeek-V2’s table and GLA’s', () => {
    expect(found('mhaGqa').differ).toEqual({
      measure: true,
      parameters: true,
      trainingTokens: true,
    });
  });

  test('is the benchmark alone within one table', () => {
    expect(found('mlaMhaCell').differ).toEqual({
      measure: true,
      parameters: false,
      trainingTokens: false,
    });
  });

  test('is said to be unstated where a table does not tell', () => {
    expect(found('mlaMha').differ.trainingTokens).toBe('unstated');
  });

  test('includes whether caches and sizes were equal within a side', () => {
    const [large, small] = found('mlaMha').sides;
    expect([large.equalCache, large.equalParameters]).toEqual([false, true]);
    expect([small.equalCache, small.equalParameters]).toEqual([false, true]);
    const [su, gla] = found('mlaGqa').sides;
    // 576 elements against 512, and 894M parameters against 842M.
    expect([su.equalCache, su.equalParameters]).toEqual([false, false]);
    expect([gla.equalCache, gla.equalParameters]).toEqual([null, true]);
  });
});
