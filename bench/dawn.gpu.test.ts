import { describe, expect, test } from 'vitest';
import { dawnAdapter } from './dawn';

const DOUBLE_EACH = `
@group(0) @binding(0) var<storage, read_write> values: array<f32>;
@compute @workgroup_size(4) fn double_each(@builtin(global_invocation_id) id: vec3u) {
  values[id.x] *= 2;
}`;

const dawn = await dawnAdapter();

describe.skipIf(!dawn)(`Dawn on ${dawn?.name}`, () => {
  test('runs a compute shader and reads its result back', async () => {
    const device = await dawn!.adapter.requestDevice();
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const values = device.createBuffer({ label: 'values', size: 16, usage });
    const result = device.createBuffer({
      label: 'result',
      size: 16,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    device.queue.writeBuffer(values, 0, new Float32Array([1, 2, 3, 4]));

    const pipeline = await device.createComputePipelineAsync({
      layout: 'auto',
      compute: {
        module: device.createShaderModule({ code: DOUBLE_EACH }),
        entryPoint: 'double_each',
      },
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: [{ binding: 0, resource: { buffer: values } }],
      }),
    );
    pass.dispatchWorkgroups(1);
    pass.end();
    encoder.copyBufferToBuffer(values, 0, result, 0, 16);
    device.queue.submit([encoder.finish()]);

    await result.mapAsync(GPUMapMode.READ);
    const doubled = new Float32Array(result.getMappedRange().slice(0));
    expect([...doubled]).toEqual([2, 4, 6, 8]);
    device.destroy();
  });
});
