import { expect, test } from 'vitest';
import { distributionOf } from '../../precision/distribution';
import { uniforms } from '../../attention/random';
import type { DrawnRow } from '../../state/precisionDrawn';
import { medianPlace, placedGroups, room, shownCounts, stepPath, xScale } from './histogram';

const exact = Float64Array.from(uniforms(4, 700));
const found = distributionOf(
  exact.map((value, i) => value * (1 + 10 ** (-3 - (i % 5)))),
  exact,
);
const axis = { low: -6, high: 0 };

test('a drawn histogram holds every element, those below the axis in its first bin', () => {
  const counts = shownCounts(found, axis);
  expect(counts).toHaveLength(48);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(found.elements - found.equal);
  const below = [...exact].filter((value, i) => Math.abs(value) * 10 ** (-3 - (i % 5)) < 1e-6);
  expect(counts[0]).toBeGreaterThanOrEqual(below.length);
});

test('the line of steps begins and ends at zero, and the mark stands on it', () => {
  const counts = shownCounts(found, axis);
  const x = xScale(axis, 500);
  const path = stepPath(counts, axis, x, (count) => 100 - count);
  expect(path.startsWith('M')).toBe(true);
  expect(path).toMatch(/^M[\d.]+,100\.0V/);
  expect(path).toMatch(/V100\.0$/);
  expect(path).not.toContain('NaN');
  const place = medianPlace(found, counts, axis);
  if (!place) throw new Error('there is a median');
  expect(path).toContain(`V${(100 - place.count).toFixed(1)}H`);
  expect(x(axis.low)).toBe(room.left);
  expect(x(axis.low - 3)).toBe(room.left);
  expect(x(axis.high)).toBe(500 - room.right);
  expect(stepPath([0, 0], axis, x, (count) => count)).toBe('');
});

test('rows stand above each other inside the drawing, headings above their groups', () => {
  const rows = (['f32', 'f16', 'bf16', 'int8', 'int4'] as const).map((format): DrawnRow => ({
    of: 'cache',
    format,
    lines: [],
  }));
  const groups = placedGroups(
    [
      ...rows,
      { of: 'weights', format: 'f16', lines: [] },
      { of: 'weights', format: 'bf16', lines: [] },
    ],
    496,
  );
  expect(groups.map(({ of, rows: all }) => [of, all.length])).toEqual([
    ['cache', 5],
    ['weights', 2],
  ]);
  const placed = groups.flatMap((group) => group.rows);
  for (const [i, { base, height }] of placed.entries()) {
    expect(height).toBeGreaterThan(20);
    const above = placed[i - 1]?.base ?? 0;
    expect(base - height).toBeGreaterThan(above);
  }
  expect(groups[1]?.heading).toBeGreaterThan(groups[0]?.rows.at(-1)?.base ?? Infinity);
  expect(placed.at(-1)?.base).toBeLessThanOrEqual(496 - room.axis);
});
