// The kernels' own functions against float64, in units of the last place of the right result.

import { describe, expect, test } from 'vitest';
import { uniforms } from '../attention/random';
import { compileKernels, openKernels } from './kernels';
import { CpuMemory } from './memory';

const memory = new CpuMemory();
const kernels = await openKernels(await compileKernels(['simd']), memory);

/** The values that the kernels make of some, a multiple of 4 of them. */
function made(name: 'exp2All' | 'tanhAll', values: Float32Array): Float32Array {
  const at = memory.allocate(values.byteLength);
  memory.floats(at, values.length).set(values);
  kernels[name](at, values.length);
  const out = memory.floats(at, values.length).slice();
  memory.release(at);
  return out;
}

/** Distance in units of the last place of a 32-bit float near `right`. */
function ulps(value: number, right: number): number {
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(right))));
  return Math.abs(value - right) / 2 ** (exponent - 23);
}

describe('2^x', () => {
  test.each([1, 20, 126])('is within 2 units of the last place for |x| up to %i', (most) => {
    const x = uniforms(most, 40_000, most);
    const y = made('exp2All', x);
    expect(Math.max(...x.map((value, i) => ulps(y[i]!, 2 ** value)))).toBeLessThan(2);
  });

  test('is exact for whole numbers, 0 below the normal numbers, and 2^127 at most', () => {
    const x = Float32Array.of(0, 1, -1, -126, -126.5, -3e38, -Infinity, 300);
    expect([...made('exp2All', x)]).toEqual([1, 2, 0.5, 2 ** -126, 0, 0, 0, 2 ** 127]);
  });
});

test.each([0.01, 0.7, 3, 40])('tanh is within 4 units of the last place up to %f', (most) => {
  const x = uniforms(7, 40_000, most);
  const y = made('tanhAll', x);
  expect(Math.max(...x.map((value, i) => ulps(y[i]!, Math.tanh(value))))).toBeLessThan(4);
});
