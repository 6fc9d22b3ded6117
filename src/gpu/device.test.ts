// What is said where there is no device.

import { afterEach, expect, test, vi } from 'vitest';
import { requestAdapter } from './device';
import { UnsupportedError } from './errors';

afterEach(() => vi.unstubAllGlobals());

test('a browser without WebGPU is told from a page that is not secure', async () => {
  vi.stubGlobal('navigator', {});
  await expect(requestAdapter()).rejects.toMatchObject({ reason: 'unsupported' });
  vi.stubGlobal('isSecureContext', false);
  await expect(requestAdapter()).rejects.toMatchObject({ reason: 'insecureContext' });
});

test('a browser that offers no adapter, or fails to, is named as such', async () => {
  vi.stubGlobal('navigator', { gpu: { requestAdapter: () => Promise.resolve(null) } });
  await expect(requestAdapter()).rejects.toMatchObject({ reason: 'noAdapter' });
  const failing = () => Promise.reject(new Error('blocked by policy'));
  vi.stubGlobal('navigator', { gpu: { requestAdapter: failing } });
  await expect(requestAdapter()).rejects.toMatchObject({
    reason: 'noAdapter',
    message: expect.stringContaining('blocked by policy'),
  });
});

test('a lack is said with what was needed, what is granted and what to do', () => {
  const limit = new UnsupportedError('maxBufferSize', 1000, 256, 'choose a shorter context');
  expect(limit.message).toBe(
    'needs maxBufferSize of at least 1000, this device grants 256: choose a shorter context',
  );
  const feature = new UnsupportedError('shader-f16', true, false, 'use f32');
  expect(feature.message).toBe(
    'needs the feature shader-f16, which this device does not grant: use f32',
  );
});
