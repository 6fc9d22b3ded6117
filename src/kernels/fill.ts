// Fills buffers on the GPU with the seeded formula of src/attention/random.ts, so that nothing large is uploaded.

import type { FormatId, WeightFormat } from '../attention/format';
import type { RowShape } from '../attention/quantize';
import { makeShaderDataDefinitions, makeStructuredView } from 'webgpu-utils';
import { createBuffer, upload } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import { link, type LinkRequest } from '../gpu/link';
import { bind, compile } from '../gpu/pipelines';
import { groupLanes, flatGrid, u32 } from './dispatch';
import type { RowLayout } from './layout';
import { groupEncoding } from './encoding';
import { foldedGrid, hasScales } from './scaled';
import { shaderSources } from './sources';

/** Rows to fill: [blocks, capacity, width padded to rowQuads], the first `blockRows` rows of each block. */
export interface FillTarget {
  readonly buffer: GPUBuffer;
  /** Where the rows begin in it; 0 if not given. */
  readonly offsetBytes?: number;
  readonly format: FormatId;
  readonly shape: RowShape;
  readonly rowQuads: number;
  readonly blocks: number;
  readonly blockRows: number;
  readonly capacity: number;
}

/** Rows of heads, as activations and weights lie: `count` of them, [count, heads, width]. */
export function fillRows(
  gpu: Gpu,
  target: {
    readonly buffer: GPUBuffer;
    readonly offsetBytes?: number;
    readonly format: WeightFormat;
    readonly layout: RowLayout;
    readonly count: number;
  },
  seed: number,
  scale: number,
): Promise<void> {
  const { layout, count, ...rest } = target;
  const rows = count * layout.heads;
  const { width, headStride } = layout;
  const blocks = { blocks: 1, blockRows: rows, capacity: rows };
  return fill(gpu, { ...rest, ...blocks, shape: { width }, rowQuads: headStride / 4 }, seed, scale);
}

/** What to link to fill rows of a format. */
export function fillRequest(
  format: FormatId,
  shape: RowShape,
  rowQuads: number,
  lanes = 64,
): Omit<LinkRequest, 'sources'> {
  const { width } = shape;
  const store = `store/${format}`;
  if (!hasScales(format)) {
    return {
      kernel: 'fill',
      slots: { store },
      constants: u32({ WIDTH: width, ROW_QUADS: rowQuads }),
    };
  }
  const { slots, constants } = groupEncoding(format, shape, lanes);
  const kernel = 'fill_scaled';
  return { kernel, slots: { store, ...slots }, constants: u32({ WIDTH: width, ...constants }) };
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
  const { buffer, offsetBytes: offset = 0, format, shape, rowQuads } = target;
  const { blocks, blockRows, capacity } = target;
  // As the kernels do that such a device starts with.
  const family = gpu.info.software ? 'register' : 'staged';
  const lanes = groupLanes({ family });
  const request = fillRequest(format, shape, rowQuads, lanes);
  const shader = link({ sources: shaderSources, ...request });
  const rows = blocks * blockRows;
  const grid = hasScales(format)
    ? foldedGrid(rows, groupEncoding(format, shape, lanes).groups)
    : flatGrid(rows * rowQuads);
  const program = await compile(gpu, `fill ${format}`, shader);
  const definition = makeShaderDataDefinitions(shader.code).uniforms['fill'];
  if (!definition) throw new Error('part/seeded.wgsl declares no uniform "fill"');
  const view = makeStructuredView(definition);
  view.set({ seed, scale, blocks, block_rows: blockRows, capacity });
  const uniform = createBuffer(
    gpu,
    'fill',
    view.arrayBuffer.byteLength,
    GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  );
  upload(gpu, uniform, new Uint8Array(view.arrayBuffer));
  const groups = bind(gpu, program, (name) =>
    name === 'fill' ? { buffer: uniform } : { buffer, offset },
  );
  const encoder = gpu.device.createCommandEncoder({ label: 'fill' });
  const pass = encoder.beginComputePass({ label: 'fill' });
  pass.setPipeline(program.pipeline);
  for (const [i, group] of groups.entries()) pass.setBindGroup(i, group);
  pass.dispatchWorkgroups(...grid);
  pass.end();
  gpu.device.queue.submit([encoder.finish()]);
  uniform.destroy();
}
