// The roofline, on the worked example that shows why a smaller cache is not always faster.

import { expect, test } from 'vitest';

import { deviceById, devices } from '../facts/devices';
import {
  flopsPerByte,
  kneeFlopsPerByte,
  matrixCeilings,
  rooflineSeconds,
  shaderCeilings,
} from './roofline';

test('an M2 Max decodes GQA about twice as fast as MLA with 128 heads, from a 3.6 times larger cache', () => {
  const m2max = shaderCeilings(deviceById('m2max'));
  // Per cached token and layer, 16 bits: MLA of DeepSeek-V3, GQA of 64 heads in 8 groups of width 128.
  const latent = rooflineSeconds({ bytes: 1152, flops: 278_528 }, m2max);
  const grouped = rooflineSeconds({ bytes: 4096, flops: 32_768 }, m2max);
  expect(latent.bound).toBe('compute');
  expect(grouped.bound).toBe('memory');
  expect((latent.seconds * 1e9).toFixed(1)).toBe('20.5');
  expect((latent.memorySeconds * 1e9).toFixed(1)).toBe('2.9');
  expect((grouped.seconds * 1e9).toFixed(1)).toBe('10.2');
  expect((grouped.computeSeconds * 1e9).toFixed(1)).toBe('2.4');
  expect((latent.seconds / grouped.seconds).toFixed(1)).toBe('2.0');
});

test('the time is the longer of the two sides, and they meet at the knee', () => {
  for (const device of devices) {
    const ceilings = shaderCeilings(device);
    const knee = kneeFlopsPerByte(ceilings);
    const at = (flops: number) => rooflineSeconds({ bytes: 1e9, flops }, ceilings);
    expect(at(0.99 * knee * 1e9).bound).toBe('memory');
    expect(at(1.01 * knee * 1e9).bound).toBe('compute');
    expect(at(1.01 * knee * 1e9).seconds).toBeGreaterThan(at(0.5 * knee * 1e9).seconds);
    expect(at(knee * 1e9).memorySeconds).toBeCloseTo(at(knee * 1e9).computeSeconds, 9);
  }
  expect(flopsPerByte({ bytes: 4, flops: 10 })).toBe(2.5);
});

test('matrix units bring the knee of an H100 from 20 to the 295 flops a byte of the GLA paper', () => {
  const h100 = deviceById('h100-sxm');
  expect(kneeFlopsPerByte(shaderCeilings(h100)).toFixed(0)).toBe('20');
  // 989 TFLOPS: arXiv:2505.21487, section 3.1.
  const matrix = matrixCeilings({ ...h100, matrixFlopsPerSecond: 989e12 });
  expect(matrix && kneeFlopsPerByte(matrix).toFixed(0)).toBe('295');
  expect(matrixCeilings({ ...h100, matrixFlopsPerSecond: null })).toBeNull();
});
