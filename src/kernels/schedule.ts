// Reads a plan and says which kernels run, on which buffers, in what grid. It touches no GPU.

import type { Plan, Step } from '../attention/plan';
import { scheduleAppend } from './append';
import { scheduleAttend } from './attend';
import {
  formatOf,
  type BufferSpec,
  type Context,
  type Dispatch,
  type Knobs,
  type Schedule,
} from './dispatch';
import { fieldBytes, rowLayout } from './layout';
import { scheduleNormalize } from './normalize';
import { scheduleProject, scheduleRebuild } from './project';
import { scheduleRotate } from './rotate';

function scheduleStep(
  step: Step,
  context: Context,
): { dispatches: Dispatch[]; buffers?: BufferSpec[] } {
  switch (step.op) {
    case 'project':
      return { dispatches: [scheduleProject(step, context)] };
    case 'rebuild':
      return { dispatches: [scheduleRebuild(step, context)] };
    case 'normalize':
      return { dispatches: [scheduleNormalize(step, context)] };
    case 'rotate':
      return { dispatches: [scheduleRotate(step, context)] };
    case 'append':
      return { dispatches: [scheduleAppend(step, context)] };
    case 'outerProduct':
      throw new Error(`step ${context.index}: no kernel`);
    case 'attend':
      return scheduleAttend(step, context);
  }
}

/** Throws where a plan asks for what no kernel does, naming it. */
export function schedule(plan: Plan, knobs: Knobs): Schedule {
  const { batch, capacity, maxNewTokens } = knobs;
  const buffers: BufferSpec[] = [];
  for (const { id, axes, rows } of plan.tensors) {
    const { rowStride } = rowLayout(axes);
    const role = rows === 'new' ? 'activation' : 'rebuilt';
    const count = rows === 'new' ? maxNewTokens : capacity;
    buffers.push({ id, role, bytes: batch * count * rowStride * 4 });
  }
  for (const { id, axes } of plan.weights) {
    const { rowStride } = rowLayout(axes);
    // Norm weights and biases are few, and added in f32: they stay so.
    const isMatrix = axes.length > 1 && !plan.weights.some(({ bias }) => bias === id);
    const bytesPerElement = isMatrix && knobs.weightFormat === 'f16' ? 2 : 4;
    buffers.push({ id, role: 'weight', bytes: rowStride * bytesPerElement });
  }
  for (const { id, dim } of plan.tables) {
    buffers.push({ id, role: 'table', bytes: capacity * dim * 4 });
  }
  for (const field of plan.cache) {
    const bytes = fieldBytes(field, formatOf(field, knobs), batch, capacity);
    buffers.push({ id: field.id, role: 'cache', bytes });
  }
  const dispatches: Dispatch[] = [];
  for (const [index, step] of plan.steps.entries()) {
    const made = scheduleStep(step, { plan, knobs, index });
    dispatches.push(...made.dispatches);
    buffers.push(...(made.buffers ?? []));
  }
  return { plan, knobs, buffers, dispatches };
}
