import { expect, test } from 'vitest';
import { proposeDims } from '../attention/propose';
import { mha } from '../attention/variants/mha';
import { diagramOf } from './diagram';
import { elementsPerSquare, squaresOf, squaresPath } from './scale';

test('the largest box has as many squares as may be, in powers of two', () => {
  const plan = mha.plan(proposeDims({ modelDim: 4096, queryHeads: 32, kvHeads: 8, headDim: 128 }), {
    phase: 'decode',
  });
  const diagram = diagramOf(plan);
  expect(elementsPerSquare([diagram], 64)).toBe(64);
  expect(elementsPerSquare([diagram], 63)).toBe(128);
  expect(elementsPerSquare([diagram], 100_000)).toBe(1);
  expect(elementsPerSquare([], 10)).toBe(1);
});

test('an area is as large as what it stands for, to the part of a square', () => {
  expect(squaresOf(100, 8, 5)).toEqual({ columns: 5, rows: 3, count: 12.5 });
  expect(squaresPath(squaresOf(100, 8, 5), 4)).toBe('M0,0H20V8H10V12H0Z');
  expect(squaresPath(squaresOf(80, 8, 5), 4)).toBe('M0,0H20V8H0Z');
  expect(squaresPath(squaresOf(4, 8, 5), 4)).toBe('M0,0H2V4H0Z');
});
