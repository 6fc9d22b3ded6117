import { expect, test } from 'vitest';
import { squaresPath, stripPaths } from './strip';

/** Area of the axis-parallel rectangles of a path. */
function area(path: string): number {
  return [...path.matchAll(/M([\d.]+),([\d.]+)H([\d.]+)V([\d.]+)/g)].reduce(
    (sum, [, x0, y0, x1, y1]) => sum + (Number(x1) - Number(x0)) * (Number(y1) - Number(y0)),
    0,
  );
}

test.each([
  [0, 9, 28],
  [0, 512, 28],
  [256, 512, 28],
  [8, 9, 28],
  [27.5, 57.25, 28],
  [0, 4.5, 28],
  [3, 3, 28],
])('squares %d to %d cover exactly their area', (from, to, columns) => {
  expect(area(squaresPath(from, to, columns, 8))).toBeCloseTo((to - from) * 64, 6);
});

test('a field begins where the one before it ended', () => {
  const [latent, rope] = stripPaths(
    [
      { id: 'latents', size: 512 },
      { id: 'ropeKeys', size: 64 },
    ],
    64,
    28,
    8,
  );
  expect(latent?.path).toBe('M0,0H64V8H0Z');
  expect(rope?.path).toBe('M64,0H72V8H64Z');
});

test('whole rows are one rectangle', () => {
  expect(squaresPath(0, 56, 28, 8)).toBe('M0,0H224V16H0Z');
});
