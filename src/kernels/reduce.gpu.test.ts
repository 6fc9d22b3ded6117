// Every way to make a workgroup's lanes one, alone on the device: no lane is forgotten, in sums and in maxima.

import { describe, expect, test } from 'vitest';
import { uniforms } from '../attention/random';
import { createBuffer, download, upload } from '../gpu/buffers';
import { link } from '../gpu/link';
import { bind, compile } from '../gpu/pipelines';
import { reduceSlots, u32, type Knobs } from './dispatch';
import { dawn, gpu } from './kernelCase.test-support';
import { shaderSources } from './sources';

const hasSubgroups = dawn?.adapter.features.has('subgroups') ?? false;

const ways = [
  { reduction: 'workgroup' },
  { reduction: 'subgroup', subgroups: 'native' },
  { reduction: 'subgroup', subgroups: 'emulated' },
] as const satisfies readonly Partial<Knobs>[];

/** As many calls as lanes, one after the other: values [call][lane], results [call][lane][sum, maximum]. */
const kernel = `
import reduce::{workgroup_sum, workgroup_max};
import constants::{LANES};

@group(0) @binding(0) var<storage, read> values: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> results: array<vec4f>;

@compute @workgroup_size(LANES)
fn reduce_lanes(@builtin(local_invocation_index) lane: u32) {
  for (var call = 0u; call < LANES; call++) {
    let at = call * LANES + lane;
    results[2u * at] = workgroup_sum(lane, values[at]);
    results[2u * at + 1u] = vec4f(workgroup_max(lane, values[at].x));
  }
}`;

async function reduced(way: Partial<Knobs>, lanes: number, values: Float32Array<ArrayBuffer>) {
  const opened = await gpu();
  const slots = reduceSlots({ reduction: 'workgroup', ...way }, lanes);
  const sources = { ...shaderSources, kernel };
  const shader = link({ sources, kernel: 'kernel', slots, constants: u32({ LANES: lanes }) });
  const program = await compile(opened, 'reduce', shader);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const given = createBuffer(opened, 'values', values.byteLength, usage);
  const results = createBuffer(opened, 'results', 2 * values.byteLength, usage);
  upload(opened, given, values);
  const [group] = bind(opened, program, (name) => ({
    buffer: name === 'values' ? given : results,
  }));
  if (!group) throw new Error('the kernel has one bind group');
  const encoder = opened.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(program.pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(1);
  pass.end();
  opened.device.queue.submit([encoder.finish()]);
  const found = new Float32Array(await download(opened, results));
  given.destroy();
  results.destroy();
  return found;
}

describe.skipIf(!dawn).each(ways)('lanes become one by $reduction $subgroups', (way) => {
  const needs = 'subgroups' in way && way.subgroups === 'native' && !hasSubgroups;

  test.skipIf(needs).each([4, 64])('%i lanes', async (lanes) => {
    // All below zero, so that a lane that is not there could win; in each call another lane has the greatest.
    const values = uniforms(7, lanes * lanes * 4).map((value) => value - 3);
    for (let call = 0; call < lanes; call++) values[(call * lanes + call) * 4] = -1 - call / 128;
    const found = await reduced(way, lanes, values);
    for (let call = 0; call < lanes; call++) {
      const sums = [0, 1, 2, 3].map((column) =>
        Array.from({ length: lanes }, (_, lane) => values[(call * lanes + lane) * 4 + column] ?? 0),
      );
      for (let lane = 0; lane < lanes; lane++) {
        const at = (call * lanes + lane) * 8;
        for (const [column, ofLanes] of sums.entries()) {
          const expected = ofLanes.reduce((sum, value) => sum + value, 0);
          expect(Math.abs((found[at + column] ?? NaN) / expected - 1)).toBeLessThan(1e-6);
        }
        expect(found[at + 4]).toBe(Math.fround(-1 - call / 128));
      }
    }
  });
});
