import { expect, test } from 'vitest';
import { cutGrid, f32, flatGrid, splitKeys, type Grid } from './dispatch';
import { shaderSources } from './sources';

const groupsOf = (grid: Grid) => grid[0] * grid[1] * grid[2];

test.each<[Grid, number]>([
  [[7, 16, 3], 5],
  [[1, 1, 1], 9],
  [[100, 1, 2], 100],
  [[65535, 3, 1], 2],
])('the parts of grid %j cover it once', (grid, count) => {
  const parts = cutGrid(grid, count);
  expect(parts.length).toBeLessThanOrEqual(count);
  expect(parts.reduce((sum, part) => sum + groupsOf(part.grid), 0)).toBe(groupsOf(grid));
  const starts = parts.map(({ origin }) => origin.join());
  expect(new Set(starts).size).toBe(parts.length);
});

test('a folded grid is cut along y, since its x is what an index counts on', () => {
  const [, second] = cutGrid(flatGrid(65535 * 64 * 5), 5);
  expect(second).toEqual({ origin: [0, 1, 0], grid: [65535, 1, 1] });
});

test('the slice that the schedule counts is the one in the shader', () => {
  expect(shaderSources['part/slice_softmax']).toContain(`const SPLIT_KEYS = ${splitKeys}u;`);
});

test('f32 constants are WGSL literals of the nearest float', () => {
  expect(f32(1)).toBe('1.0f');
  expect(f32(1e-6)).toBe(`${Math.fround(1e-6)}f`);
  expect(Number.parseFloat(f32(0.1))).toBe(Math.fround(0.1));
});
