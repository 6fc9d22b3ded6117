// The library as it is built: imported by plain Node, without this project's tools, and run on Dawn.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { dawn } from './attendCase.test-support';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One query that sees two equal keys gives the mean of their values. */
const program = (library: string, webgpu: string) => `
  import { create, globals } from ${JSON.stringify(webgpu)};
  import { createAttend, requirements } from ${JSON.stringify(library)};
  Object.assign(globalThis, globals);
  const gpu = create([]);
  const shape = {
    batch: 1, queryHeads: 2, kvHeads: 1, qkDim: 4, vDim: 4, newTokens: 1, capacity: 3,
    causal: true, scale: 0.5, format: 'f32',
  };
  const { requiredLimits } = requirements(shape);
  const device = await (await gpu.requestAdapter()).requestDevice({ requiredLimits });
  const bufferOf = (values) => {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = device.createBuffer({ size: values.length * 4, usage });
    device.queue.writeBuffer(buffer, 0, Float32Array.from(values));
    return buffer;
  };
  const out = bufferOf(new Array(8).fill(NaN));
  const attend = await createAttend(device, { ...shape, buffers: {
    q: bufferOf([1, 2, 3, 4, 5, 6, 7, 8]),
    k: bufferOf([1, 0, 2, 1, 1, 0, 2, 1, NaN, NaN, NaN, NaN]),
    v: bufferOf([2, 4, 6, 8, 4, 8, 12, 16, NaN, NaN, NaN, NaN]),
    out,
  } });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  attend.encode(pass, { lengths: [2] });
  pass.end();
  const read = device.createBuffer({ size: 32, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  encoder.copyBufferToBuffer(out, 0, read, 0, 32);
  device.queue.submit([encoder.finish()]);
  await read.mapAsync(GPUMapMode.READ);
  console.log(JSON.stringify([...new Float32Array(read.getMappedRange())]));
  process.exit(gpu ? 0 : 1);
`;

test.skipIf(!dawn)('what is built attends in plain Node and declares its types', () => {
  const out = mkdtempSync(join(tmpdir(), 'library-'));
  try {
    execFileSync(process.execPath, [join(root, 'scripts/build-lib.mjs'), out], { cwd: root });
    const url = (path: string) => pathToFileURL(path).href;
    const webgpu = url(join(root, 'node_modules/webgpu/index.js'));
    const file = join(out, 'program.mjs');
    writeFileSync(file, program(url(join(out, 'index.js')), webgpu));
    const printed = execFileSync(process.execPath, [file], { encoding: 'utf8' });
    const values: unknown = JSON.parse(printed);
    expect(values).toEqual([3, 6, 9, 12, 3, 6, 9, 12]);
    const types = readFileSync(join(out, 'types/lib/library.d.ts'), 'utf8');
    expect(readFileSync(join(out, 'index.d.ts'), 'utf8')).toContain('./types/lib/library.js');
    expect(types).toMatch(/createAttend.* from '\.\/attend\.js'/);
    expect(readFileSync(join(out, 'types/lib/attend.d.ts'), 'utf8')).toContain('workspaceBytes');
  } finally {
    rmSync(out, { recursive: true });
  }
});
