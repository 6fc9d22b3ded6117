// The whole way of npm run bench in Chromium: served, opened, every system loaded, and a small shape computed by each.

import { afterAll, describe, expect, test } from 'vitest';
import { findBrowser } from '../../scripts/browser.mjs';
import { smallShapes } from '../peers/smallShapes.test-support';
import { drive, type Driver } from './drive';

const browser = await findBrowser();

describe.skipIf(!browser)('a job in Chromium', () => {
  let driver: Driver | undefined;
  afterAll(() => driver?.close());

  test('is done by every system, and each has a right way of doing it', async () => {
    const said: string[] = [];
    driver = await drive((line) => said.push(line));
    const shape = smallShapes.find(({ id }) => id === 'decode GQA');
    if (!shape) throw new Error('no such shape');
    const job = {
      kind: 'shape',
      shape,
      systems: '',
      ways: '',
      rounds: 5,
      seed: 9,
      threads: 1,
    } as const;
    const { rows } = await driver.run(job);
    const right = rows.filter(({ agrees }) => agrees);
    expect([...new Set(right.map(({ system }) => system))]).toEqual([
      'attention-playground',
      'attention-playground (WebAssembly)',
      'onnxruntime-web (WebGPU)',
      'onnxruntime-web (WebAssembly)',
      'TensorFlow.js (WebGPU)',
      'jax-js (WebGPU)',
      'jax-js (WebAssembly)',
    ]);
    for (const { medianMs, samplesMs, n } of right) {
      expect(medianMs).toBeGreaterThan(0);
      expect(samplesMs).toHaveLength(n);
    }
    // What falls back to the CPU is not taken for a result of the GPU.
    const refused = rows.find(
      ({ system, kernel }) => system.endsWith('(WebGPU)') && kernel.startsWith('Attention'),
    );
    expect(refused?.failure?.text).toContain('fallback to CPU EP has been explicitly disabled');
    expect(said.some((line) => line.includes('jax-js (WebGPU), dotProductAttention'))).toBe(true);
  });
});
