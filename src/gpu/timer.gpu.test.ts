// Both clocks against work whose relative size is known.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { openGpu, type Gpu } from './device';
import { DeviceLostError } from './errors';
import { Timer } from './timer';

const dawn = await dawnAdapter();

const open = async () => openGpu((await dawnAdapter())?.adapter);

/** A pass that multiplies and adds `rounds` times in each of 64 x 64 invocations. */
function spin(gpu: Gpu, rounds: number) {
  const { device } = gpu;
  const module = device.createShaderModule({
    code: `@group(0) @binding(0) var<storage, read_write> out: array<f32>;
      @compute @workgroup_size(64) fn spin(@builtin(global_invocation_id) id: vec3u) {
        var x = f32(id.x);
        for (var i = 0u; i < ${rounds}u; i++) { x = x * 0.999 + 1.5; }
        out[id.x] = x;
      }`,
  });
  const pipeline = device.createComputePipeline({
    layout: 'auto',
    compute: { module, entryPoint: 'spin' },
  });
  const buffer = device.createBuffer({ size: 64 * 64 * 4, usage: GPUBufferUsage.STORAGE });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [{ binding: 0, resource: { buffer } }],
  });
  return (pass: GPUComputePassEncoder) => {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(64);
  };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

describe.skipIf(!dawn).each(['timestamps', 'wallClock'] as const)('the %s clock', (kind) => {
  let gpu: Gpu;
  let timer: Timer;
  beforeAll(async () => {
    const granted = await open();
    gpu = kind === 'timestamps' ? granted : { ...granted, canTimestamp: false };
    timer = await Timer.open(gpu);
  });
  afterAll(() => {
    timer.dispose();
    gpu.device.destroy();
  });

  test('is chosen by what the device grants, and knows its resolution', () => {
    if (kind === 'timestamps' && !gpu.canTimestamp) return;
    expect(timer.kind).toBe(kind);
    expect(timer.resolutionNs).toBeGreaterThan(0);
    expect(timer.resolutionNs).toBeLessThan(1e7);
    expect(timer.largestSubmit).toBe(kind === 'timestamps' ? 1 : 2);
  });

  test('gives times that grow with the repetitions and count each of them', async () => {
    const encode = spin(gpu, 200);
    await timer.sample(encode, 1);
    const of = async (repetitions: number) => {
      const times: number[] = [];
      for (let i = 0; i < 7; i++) times.push(await timer.sample(encode, repetitions));
      return median(times);
    };
    const [few, many] = [await of(4), await of(64)];
    // 16 times as much, but on a machine that does other things too.
    expect(many / few).toBeGreaterThan(4);
    expect(many / few).toBeLessThan(64);

    const seen: number[] = [];
    await timer.sample((pass, repetition) => {
      seen.push(repetition);
      encode(pass);
    }, 3);
    expect(seen.slice(0, 3)).toEqual([0, 1, 2]);
  });
});

test.skipIf(!dawn)('a term of a sum may be below 0, a sample is measured again', async () => {
  const gpu = { ...(await open()), canTimestamp: false };
  const timer = await Timer.open(gpu);
  // Begin and end of the single work and of the double, in ms: slopes of -3, then of 2.
  const times = [0, 5, 10, 12, 20, 23, 30, 35];
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => times.shift() ?? NaN);
  try {
    const terms = [...times];
    expect(await timer.term(() => {}, 1)).toBe(-3e6);
    times.splice(0, Infinity, ...terms);
    expect(await timer.sample(() => {}, 1)).toBe(2e6);
  } finally {
    clock.mockRestore();
    timer.dispose();
    gpu.device.destroy();
  }
});

test.skipIf(!dawn)('a device lost during a sample ends it with DeviceLostError', async () => {
  const gpu = await open();
  const timer = await Timer.open(gpu);
  const pending = timer.sample(spin(gpu, 5000), 20);
  gpu.device.destroy();
  await expect(pending).rejects.toThrow(DeviceLostError);
  timer.dispose();
});
