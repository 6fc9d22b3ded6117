import { expect, test } from 'vitest';
import { decades, maskedPath, shadeCount, shadeOf, shadePaths } from './shades';

test('both scales are paper at 0 and darkest at their end, on both sides', () => {
  for (const scale of ['log', 'linear'] as const) {
    expect(shadeOf(0, 0.7, scale)).toBe(0);
    expect(shadeOf(0.7, 0.7, scale)).toBe(shadeCount);
    expect(shadeOf(-0.7, 0.7, scale)).toBe(-shadeCount);
    expect(shadeOf(0, 0, scale)).toBe(0);
    expect(shadeOf(NaN, 1, scale)).toBeNull();
  }
});

test('a logarithmic scale goes down by powers of ten, a linear one by parts', () => {
  expect(shadeOf(0.01, 1, 'log')).toBe(shadeCount * (1 - 2 / decades));
  expect(shadeOf(10 ** -(decades + 1), 1, 'log')).toBe(0);
  expect(shadeOf(-0.25, 1, 'linear')).toBe(-shadeCount / 4);
});

test('squares of what is seen stand in the path of their shade, and no later key does', () => {
  // Keys 2 and 3 of query 1 hold what must not be drawn.
  const values = Float64Array.of(1, 9, 9, 0.5, 0.5, 9, NaN, 0, 1);
  const paths = shadePaths(values, { tokens: 3, side: 10 }, 1, 'linear');
  expect(paths.get(shadeCount)).toBe('M0,0h9v9h-9ZM20,20h9v9h-9Z');
  expect(paths.get(shadeCount / 2)).toBe('M0,10h9v9h-9ZM10,10h9v9h-9Z');
  expect(paths.get(null)).toBe('M0,20h9v9h-9Z');
  expect(paths.size).toBe(3);
});

test('what is masked is a stair above the diagonal', () => {
  expect(maskedPath({ tokens: 3, side: 10 })).toBe('M10,0v10h10v10h10V0Z');
});
