// Blocks of the kernels' memory: apart from each other, zeroed, given back and taken again.

import { expect, test } from 'vitest';
import { CpuMemory } from './memory';

test('blocks do not overlap, begin on 64 bytes and are zero', () => {
  const memory = new CpuMemory();
  const sizes = [1, 64, 100, 70_000, 4];
  const blocks = sizes.map((bytes) => ({ bytes, at: memory.allocate(bytes) }));
  for (const [i, { at, bytes }] of blocks.entries()) {
    expect(at % 64).toBe(0);
    expect(at).toBeGreaterThan(0);
    expect([...memory.floats(at, Math.ceil(bytes / 4))].every((value) => value === 0)).toBe(true);
    memory.floats(at, Math.ceil(bytes / 4)).fill(i + 1);
  }
  for (const [i, { at, bytes }] of blocks.entries()) {
    const values = memory.floats(at, Math.ceil(bytes / 4));
    expect([...values].every((value) => value === i + 1)).toBe(true);
  }
});

test('what is given back is joined and taken again, zeroed', () => {
  const memory = new CpuMemory();
  const [a, b, c, d] = [300, 200, 100, 50].map((bytes) => memory.allocate(bytes)) as [
    number,
    number,
    number,
    number,
  ];
  memory.floats(a, 75).fill(NaN);
  memory.floats(b, 50).fill(NaN);
  memory.release(b);
  memory.release(d);
  memory.release(a);
  const joined = memory.allocate(640);
  expect(joined).toBe(a);
  expect([...memory.floats(joined, 160)].every((value) => value === 0)).toBe(true);
  expect(memory.allocate(50)).toBe(d);
  expect(() => memory.release(b)).toThrow('no block begins');
  expect(c).toBeGreaterThan(b);
});

test('vectors may read behind a block without meeting what lies there', () => {
  const memory = new CpuMemory();
  const first = memory.allocate(12);
  const second = memory.allocate(16);
  memory.floats(second, 4).fill(NaN);
  expect([...memory.floats(first, 16)].every((value) => value === 0)).toBe(true);
});

test('says so where there is no room', () => {
  const memory = new CpuMemory();
  expect(() => memory.allocate(4e9)).toThrow(RangeError);
  expect(memory.allocate(1000)).toBeGreaterThan(0);
});
