// The knobs that a session is scheduled with: those asked for, and what the device decides of the others.

import type { GpuFacts } from './choices';
import type { Knobs } from './dispatch';

/** What has to be asked for; everything else has a usual value. */
export type AskedKnobs = Partial<Knobs> & Pick<Knobs, 'batch' | 'capacity' | 'maxNewTokens'>;

/** @param shared of a session whose cache and weights are used */
export function sessionKnobs({ device, info }: GpuFacts, asked: AskedKnobs, shared?: Knobs): Knobs {
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  return {
    bindingBytes: Math.min(maxStorageBufferBindingSize, maxBufferSize),
    format: 'f32',
    weightFormat: 'f32',
    reduction: 'workgroup',
    ...(info.software ? {} : { groupLanes: 64 as const }),
    ...shared,
    ...asked,
  };
}
