// Runs the tap kernel after a step and brings the scores back: for heat maps and for checks, never for the result.

import type { Tap } from '../attention/plan';
import { checked, createBuffer, download } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import { link } from '../gpu/link';
import { bind, compile } from '../gpu/pipelines';
import type { Dispatch, Schedule, StepSizes } from './dispatch';
import { shaderSources } from './sources';
import { scheduleTap } from './tap';

/**
 * Scores at a stage, [batch, query heads, newTokens, longest length].
 * @param resource what else the kernel's variables are bound to
 */
export async function tapScores(
  gpu: Gpu,
  { plan, knobs }: Schedule,
  stage: Tap,
  sizes: StepSizes,
  resource: (dispatch: Dispatch, name: string) => GPUBufferBinding,
): Promise<Float32Array> {
  const index = plan.steps.findIndex(({ op }) => op === 'attend');
  const step = plan.steps[index];
  if (sizes.context === 0) return new Float32Array();
  if (step?.op !== 'attend') throw new Error('the plan attends to nothing');
  const dispatch = scheduleTap(step, { plan, knobs, index }, stage);
  const { kernel, slots, constants } = dispatch;
  const program = await compile(
    gpu,
    kernel,
    link({ sources: shaderSources, kernel, slots, constants }),
  );
  const [rows, blocks] = dispatch.grid(sizes);
  const bytes = rows * blocks * sizes.context * 4;
  const { STORAGE, COPY_SRC } = GPUBufferUsage;
  const tapped = await checked(
    gpu,
    'tap',
    () => createBuffer(gpu, 'tapped', bytes, STORAGE | COPY_SRC),
    bytes,
  );
  try {
    const groups = bind(gpu, program, (name) =>
      name === 'tapped' ? { buffer: tapped } : resource(dispatch, name),
    );
    await checked(gpu, 'tap', async () => {
      const encoder = gpu.device.createCommandEncoder({ label: 'tap' });
      const pass = encoder.beginComputePass({ label: 'tap' });
      pass.setPipeline(program.pipeline);
      for (const [i, group] of groups.entries()) pass.setBindGroup(i, group);
      pass.dispatchWorkgroups(...dispatch.grid(sizes));
      pass.end();
      gpu.device.queue.submit([encoder.finish()]);
      await gpu.device.queue.onSubmittedWorkDone();
    });
    return new Float32Array(await download(gpu, tapped));
  } finally {
    tapped.destroy();
  }
}
