// What a spec asks of a device, before there is one.

import { expect, test } from 'vitest';
import { requirements } from './requirements';

const attend = {
  batch: 2,
  queryHeads: 8,
  kvHeads: 2,
  qkDim: 64,
  vDim: 64,
  newTokens: 1,
  capacity: 2 ** 20,
  causal: true,
  scale: 0.125,
  format: 'f16',
} as const;

test('the largest buffer, the buffers of a stage and the widest grid are asked for', () => {
  const { requiredFeatures, requiredLimits } = requirements(attend);
  expect(requiredFeatures).toEqual([]);
  // k and v: batch, kv heads, capacity, columns, bytes.
  expect(requiredLimits.maxBufferSize).toBe(2 * 2 * 2 ** 20 * 64 * 2);
  expect(requiredLimits.maxStorageBufferBindingSize).toBe(requiredLimits.maxBufferSize);
  // What every device grants.
  expect(requiredLimits.maxStorageBuffersPerShaderStage).toBeLessThanOrEqual(8);
  expect(requiredLimits.maxStorageBuffersPerShaderStage).toBeGreaterThan(3);
  expect(requiredLimits.maxComputeWorkgroupsPerDimension).toBeGreaterThan(1);
  expect(requiredLimits.maxComputeWorkgroupsPerDimension).toBeLessThanOrEqual(65535);
});

test('a choice of subgroups requires the feature', () => {
  const choice = { family: 'register', reduction: 'subgroup', rows: 8 } as const;
  expect(requirements({ ...attend, choice }).requiredFeatures).toEqual(['subgroups']);
});

test('a session asks for its weights and its cache', () => {
  const dims = { modelDim: 64, queryHeads: 4, kvHeads: 2, headDim: 16, vDim: 16 };
  const spec = { variant: 'gqa', dims, batch: 1, format: 'f32' } as const;
  const bytes = (capacity: number) =>
    requirements({ ...spec, capacity }).requiredLimits.maxBufferSize;
  expect(bytes(4096)).toBe(2 * 4096 * 16 * 4);
  expect(bytes(8192)).toBe(2 * bytes(4096));
});

test('a spec that no device runs is refused', () => {
  expect(() => requirements({ ...attend, vDim: 30 })).toThrow(
    'vDim is 30: rows in f16 need a multiple of 8; pad q, k and v with zeros to 32',
  );
  const scheme = { variant: 'none', dims: {}, batch: 1, capacity: 1, format: 'f32' } as const;
  expect(() => requirements(scheme)).toThrow('variant is "none"');
});
