import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { createBuffer, download, upload } from './buffers';
import { openGpu, type Gpu } from './device';
import { ShaderError } from './errors';
import { link } from './link';
import { bind, bindingsOf, compile } from './pipelines';

const dawn = await dawnAdapter();

const sources = {
  twice: [
    '// twice: doubles.',
    'import store::{put};',
    '@group(0) @binding(0) var<storage, read> inputs: array<f32>;',
    '@compute @workgroup_size(4)',
    'fn twice(@builtin(global_invocation_id) id: vec3u) {',
    '  put(id.x, inputs[id.x] * 2.0f);',
    '}',
  ].join('\n'),
  good: [
    '@group(1) @binding(0) var<storage, read_write> outputs: array<f32>;',
    'fn put(at: u32, value: f32) {',
    '  outputs[at] = value;',
    '}',
  ].join('\n'),
  broken: [
    '// broken: has a fault in its third line.',
    'fn put(at: u32, value: f32) {',
    '  let x: u32 = value;',
    '}',
  ].join('\n'),
};
const linked = (store: string) =>
  link({ sources, kernel: 'twice', slots: { store }, constants: {} });

describe.skipIf(!dawn)('compiling', () => {
  let gpu: Gpu;
  beforeAll(async () => {
    gpu = await openGpu(dawn?.adapter);
  });
  afterAll(() => gpu.device.destroy());

  test('finds the bindings of all files, binds by name, and runs', async () => {
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const shader = linked('good');
    expect(bindingsOf(shader.code)).toEqual([
      { name: 'inputs', group: 0, binding: 0, type: 'read-only-storage' },
      { name: 'outputs', group: 1, binding: 0, type: 'storage' },
    ]);
    const program = await compile(gpu, 'twice', shader);
    const inputs = createBuffer(gpu, 'inputs', 16, STORAGE | COPY_DST);
    const outputs = createBuffer(gpu, 'outputs', 16, STORAGE | COPY_SRC);
    upload(gpu, inputs, Float32Array.of(1.5, -2, 3, 0.25));
    const groups = bind(gpu, program, (name) => ({ buffer: name === 'inputs' ? inputs : outputs }));
    const encoder = gpu.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(program.pipeline);
    for (const [i, group] of groups.entries()) pass.setBindGroup(i, group);
    pass.dispatchWorkgroups(1);
    pass.end();
    gpu.device.queue.submit([encoder.finish()]);
    expect([...new Float32Array(await download(gpu, outputs))]).toEqual([3, -4, 6, 0.5]);
  });

  test('the same text is compiled once', async () => {
    expect(compile(gpu, 'twice', linked('good'))).toBe(compile(gpu, 'twice', linked('good')));
  });

  test('a fault names the file and line that the reader knows, and is not reported as uncaught', async () => {
    let uncaught = 0;
    gpu.device.addEventListener('uncapturederror', () => (uncaught += 1));
    const error = await compile(gpu, 'twice', linked('broken')).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ShaderError);
    expect(error).toMatchObject({ file: 'broken', line: 3 });
    await gpu.device.queue.onSubmittedWorkDone();
    expect(uncaught).toBe(0);
  });
});
