// What a schedule takes of a device's memory, to be asked before anything is allocated.

import { UnsupportedError } from '../gpu/errors';
import type { Schedule, StepSizes } from './dispatch';
import { allocations } from './regions';

/**
 * Bytes that a session will allocate, and its largest single buffer: to be asked before it is created. Not counted are
 * the few words of each sequence that a step brings.
 */
export function footprint(
  { buffers }: Schedule,
  copies = 1,
): { totalBytes: number; largestBytes: number } {
  const cached = new Set(buffers.flatMap(({ id, role }) => (role === 'cache' ? [id] : [])));
  let totalBytes = 0;
  let largestBytes = 0;
  for (const [name, bytes] of allocations(buffers)) {
    totalBytes += cached.has(name) ? bytes * copies : bytes;
    largestBytes = Math.max(largestBytes, bytes);
  }
  return { totalBytes, largestBytes };
}

/** What is asked of a device here. */
export interface Limited {
  readonly device: {
    readonly limits: Pick<
      GPUSupportedLimits,
      'maxStorageBufferBindingSize' | 'maxBufferSize' | 'maxComputeWorkgroupsPerDimension'
    >;
  };
}

/** Throws UnsupportedError where a buffer is larger than the device binds. */
export function refuseLarge(gpu: Limited, { buffers }: Schedule): void {
  const { maxStorageBufferBindingSize, maxBufferSize } = gpu.device.limits;
  const limit = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  const large = buffers.find(({ bytes }) => bytes > limit);
  if (large) {
    throw new UnsupportedError(
      'maxStorageBufferBindingSize',
      large.bytes,
      limit,
      `"${large.id}" is too large for this device; choose a shorter context, a smaller batch or a narrower format`,
    );
  }
}

/** Throws UnsupportedError where a grid of the step has a longer side than the device takes. */
export function refuseWide(gpu: Limited, { dispatches }: Schedule, sizes: StepSizes): void {
  const limit = gpu.device.limits.maxComputeWorkgroupsPerDimension;
  for (const { grid, kernel } of dispatches) {
    const largest = Math.max(...grid(sizes));
    if (largest > limit) {
      throw new UnsupportedError(
        'maxComputeWorkgroupsPerDimension',
        largest,
        limit,
        `${kernel} would need too many workgroups; bring fewer new tokens at a time`,
      );
    }
  }
}
