// Whether a point fits the device and the float64 check, asked before anything is allocated.

import { weightFormatFor } from '../attention/format';
import type { Plan } from '../attention/plan';
import type { Gpu } from '../gpu/device';
import type { KernelChoice } from '../kernels/choices';
import type { Knobs } from '../kernels/dispatch';
import { footprint } from '../kernels/footprint';
import { schedule } from '../kernels/schedule';
import type { Point } from './contest';
import { referenceBytes } from './expected';
import { copiesFor, largestFitting } from './protocol';
import type { LayerRequest, RunFailure } from './records';

/** Of the float32 values that the check makes on the CPU: typed arrays beyond this fail in some browsers. */
const mostCheckBytes = 2e9;

/** Of everything on the device at once, however much it may grant: other programs use it too. */
const mostDeviceBytes = 4 * 2 ** 30;

/** Of points that are measured together: enough for the copies of one context's, and no more taken without need. */
const mostGroupBytes = 1.5 * 2 ** 30;

export interface DeviceMemory {
  /** Largest single buffer that a shader can read. */
  readonly largestBytes: number;
  /** Of all that is on the device at once. */
  readonly totalBytes: number;
  /** Of several points that are on the device at once. */
  readonly groupBytes: number;
  readonly software: boolean;
}

/** WebGPU tells no memory size: a device is taken to hold at least one buffer of the largest size it grants. */
export function memoryOf({ device, info }: Gpu): DeviceMemory {
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  const largestBytes = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  const totalBytes = Math.min(largestBytes, mostDeviceBytes);
  const groupBytes = Math.min(totalBytes, mostGroupBytes);
  return { largestBytes, totalBytes, groupBytes, software: info.software };
}

export interface Fit {
  /** Copies of the cache to rotate over. */
  readonly copies: number;
  /** Of all copies. */
  readonly rotatedBytes: number;
  /** On the device, with the copies. */
  readonly bytes: number;
  /** What its session is created with. */
  readonly knobs: Knobs;
}

/** What a session of a point is created with, before its kernels are chosen. */
export const knobsOf = (
  { batch, format }: Pick<LayerRequest, 'batch' | 'format'>,
  context: number,
  maxNewTokens = 1,
): Knobs => ({
  batch,
  capacity: context,
  maxNewTokens,
  format,
  weightFormat: weightFormatFor(format),
  reduction: 'workgroup',
});

/**
 * How a point fits, or why it does not: no kernel does it, or it takes too many bytes.
 * @param choose which kernels the plan is to run on; may throw where there are none
 */
export function fitOf(
  request: LayerRequest,
  point: Point,
  memory: DeviceMemory,
  choose: (plan: Plan, knobs: Knobs) => KernelChoice,
): Fit | RunFailure {
  let choice: KernelChoice | undefined;
  const knobsAt = (context: number): Knobs => {
    const knobs = knobsOf(request, context, Math.min(point.newTokens, context));
    choice ??= choose(point.plan, knobs);
    return { ...knobs, ...choice };
  };
  const scheduleAt = (context: number) => schedule(point.plan, knobsAt(context));
  /** The first demand that is larger than what there is. */
  const excessAt = (context: number) => {
    const { largestBytes, totalBytes } = footprint(scheduleAt(context));
    const demands: [neededBytes: number, limitBytes: number][] = [
      [largestBytes, memory.largestBytes],
      [totalBytes, memory.totalBytes],
      [referenceBytes(point.plan, request.batch, context), mostCheckBytes],
    ];
    return demands.find(([neededBytes, limitBytes]) => neededBytes > limitBytes);
  };
  try {
    const excess = excessAt(point.context);
    if (excess) {
      const [neededBytes, limitBytes] = excess;
      const largestContext = largestFitting(point.context, (context) => !excessAt(context));
      return { code: 'doesNotFit', neededBytes, limitBytes, largestContext };
    }
  } catch (error) {
    return { code: 'unsupported', message: error instanceof Error ? error.message : String(error) };
  }
  const scheduled = scheduleAt(point.context);
  const once = footprint(scheduled).totalBytes;
  const cacheBytes = footprint(scheduled, 2).totalBytes - once;
  // A share for each, so that copies of one contender do not keep another out of its group.
  const share = memory.groupBytes / request.contenders.length;
  const copies = copiesFor(cacheBytes, share - (once - cacheBytes), memory.software);
  const { totalBytes } = footprint(scheduled, copies);
  const rotatedBytes = copies * cacheBytes;
  return { copies, rotatedBytes, bytes: totalBytes, knobs: scheduled.knobs };
}
