// RoPE tables on the device: what they hold, and that the thread is free while they are made.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { ropeTable, type RopeSpec } from '../attention/rope';
import { createBuffer, download } from '../gpu/buffers';
import { openGpu, type Gpu } from '../gpu/device';
import { uploadTable } from './tables';

const dawn = await dawnAdapter();

const spec: RopeSpec = { pairs: 'half', theta: 10000, scaling: null, cosSinScale: 1.25 };
const table = { id: 'rope', spec, dim: 128 };

describe.skipIf(!dawn)('a table of many positions', () => {
  const positions = 100_003;
  let gpu: Gpu;
  let buffer: GPUBuffer;
  let longestMs = 0;
  beforeAll(async () => {
    gpu = await openGpu((await dawnAdapter())?.adapter);
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    buffer = createBuffer(gpu, 'rope', positions * 128 * 4, STORAGE | COPY_SRC | COPY_DST);
    let lastMs = performance.now();
    const turn = () => {
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    };
    const watch = setInterval(turn, 1);
    await uploadTable(gpu, buffer, table, positions);
    clearInterval(watch);
    turn();
  });
  afterAll(() => {
    buffer.destroy();
    gpu.device.destroy();
  });

  test('leaves the thread free while it is made', () => {
    // All at once it takes half a second.
    expect(longestMs).toBeLessThan(150);
  });

  test.each([0, 1023, 1024, 65_537, positions - 1])('turns position %i', async (position) => {
    const row = await download(gpu, buffer, position * 128 * 4, 128 * 4);
    const expected = Float32Array.from(ropeTable(spec, 128, position, 1));
    expect(new Float32Array(row)).toEqual(expected);
  });
});
