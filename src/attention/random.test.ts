// The seeded values: the sequence that the test vectors state, and what a formula of this kind must keep.

import { expect, test } from 'vitest';

import { seedOf, uniform, uniforms } from './random';

test('seed 1 starts as stated, in float32', () => {
  const stated = [0.64341581, -0.85759616, 0.57155931, -0.18137908];
  for (const [i, value] of stated.entries()) expect(uniform(1, i)).toBeCloseTo(value, 8);
});

test('values lie in [-1, 1), are exact in float32 and use the whole range', () => {
  const values = uniforms(20261122, 10_000);
  expect([...values]).toEqual([...values].map((_, i) => uniform(20261122, i)));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.02);
  expect(Math.abs(square - 1 / 3)).toBeLessThan(0.01);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...values)).toBeLessThan(1);
});

test('a later start gives the tail of the same sequence, and the scale multiplies', () => {
  expect([...uniforms(5, 4, 1, 3)]).toEqual([...uniforms(5, 7)].slice(3));
  expect([...uniforms(5, 3, 0.25)]).toEqual([...uniforms(5, 3)].map((value) => value / 4));
});

test('tensors of one run have seeds of their own, and so have runs', () => {
  const ids = ['wq', 'wk', 'wv', 'wo', 'x', 'qw'];
  const seeds = [1, 2].flatMap((run) => ids.map((id) => seedOf(run, id)));
  expect(new Set(seeds).size).toBe(seeds.length);
  expect(seedOf(1, 'wq')).toBe(seedOf(1, 'wq'));
});
