// Every number that 16 bits can hold reads as what it is.

import { expect, test } from 'vitest';
import { fromBrain, fromHalf } from '../attention/half';
import { STORED_BF16, STORED_F16 } from './assembly/fields';
import { compileKernels, openKernels } from './kernels';
import { CpuMemory } from './memory';

const memory = new CpuMemory();
const kernels = await openKernels(await compileKernels(['simd']), memory);

test.each([
  ['f16', STORED_F16, fromHalf],
  ['bf16', STORED_BF16, fromBrain],
])('all numbers of %s', (_, stored, decode) => {
  const count = 65536;
  const from = memory.allocate(count * 2);
  const to = memory.allocate(count * 4);
  const codes = new Uint16Array(memory.memory.buffer, from, count).map((__, i) => i);
  new Uint16Array(memory.memory.buffer, from, count).set(codes);
  kernels.widen(stored, from, 256, 512, 512, to);
  const expected = Float32Array.from(codes, decode);
  expect(memory.floats(to, count).every((value, i) => Object.is(value, expected[i]))).toBe(true);
});
