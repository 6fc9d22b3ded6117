// Fills buffers on the GPU with the seeded formula of src/attention/random.ts, so that nothing large is uploaded.

import type { FormatId } from '../attention/format';
import { makeShaderDataDefinitions, makeStructuredView } from 'webgpu-utils';
import { createBuffer, upload } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import { link } from '../gpu/link';
import { bind, compile } from '../gpu/pipelines';
import { flatGrid, u32 } from './dispatch';
import { shaderSources } from './sources';

/** Rows to fill: [blocks, capacity, width padded to rowQuads], the first `blockRows` rows of each block. */
export interface FillTarget {
  readonly buffer: GPUBuffer;
  readonly format: FormatId;
  readonly width: number;
  readonly rowQuads: number;
  readonly blocks: number;
  readonly blockRows: number;
  readonly capacity: number;
}

/**
 * Element [block, row, column] becomes `uniform(seed, index) * fround(scale)`, the index counting the unpadded
 * elements of [blocks, blockRows, width].
 */
export async function fill(
  gpu: Gpu,
  target: FillTarget,
  seed: number,
  scale: number,
): Promise<void> {
  const { buffer, format, width, rowQuads, blocks, blockRows, capacity } = target;
  const shader = link({
    sources: shaderSources,
    kernel: 'fill',
    slots: { store: `store/${format}` },
    constants: u32({ WIDTH: width, ROW_QUADS: rowQuads }),
  });
  const program = await compile(gpu, `fill ${format}`, shader);
  const definition = makeShaderDataDefinitions(shader.code).uniforms['fill'];
  if (!definition) throw new Error('fill.wgsl declares no uniform "fill"');
  const view = makeStructuredView(definition);
  view.set({ seed, scale, blocks, block_rows: blockRows, capacity });
  const uniform = createBuffer(
    gpu,
    'fill',
    view.arrayBuffer.byteLength,
    GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  );
  upload(gpu, uniform, new Uint8Array(view.arrayBuffer));
  const groups = bind(gpu, program, (name) => ({ buffer: name === 'fill' ? uniform : buffer }));
  const encoder = gpu.device.createCommandEncoder({ label: 'fill' });
  const pass = encoder.beginComputePass({ label: 'fill' });
  pass.setPipeline(program.pipeline);
  for (const [i, group] of groups.entries()) pass.setBindGroup(i, group);
  pass.dispatchWorkgroups(...flatGrid(blocks * blockRows * rowQuads));
  pass.end();
  gpu.device.queue.submit([encoder.finish()]);
  uniform.destroy();
}
