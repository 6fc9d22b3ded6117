// What a schedule asks of a device's limits, each with the kernel or the buffer that asks for the most.

import { link } from '../gpu/link';
import { bindingsOf } from '../gpu/pipelines';
import { workgroupNeeds } from '../gpu/workgroup';
import type { Schedule } from './dispatch';
import { allocations } from './regions';
import { shaderSources } from './sources';
import { fullSizes } from './stepData';

export const neededLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
] as const;
export type NeededLimit = (typeof neededLimits)[number];

export interface Need {
  readonly limit: NeededLimit;
  /** At least so much; bytes or a count, as WebGPU has the limit. */
  readonly amount: number;
  /** The kernel's file, or the buffer's name. */
  readonly by: string;
}

/** Of each limit the largest need, the first of equal ones; in the order of the limits. */
export const mostNeeded = (needs: readonly Need[]): Need[] =>
  neededLimits.flatMap((limit) => {
    const same = needs.filter((need) => need.limit === limit);
    const [first, ...rest] = same;
    return first ? [rest.reduce((a, b) => (b.amount > a.amount ? b : a), first)] : [];
  });

/** The largest need of a limit; 0 where there is none. */
export const amountNeeded = (needs: readonly Need[], limit: NeededLimit): number =>
  Math.max(0, ...needs.filter((need) => need.limit === limit).map(({ amount }) => amount));

/** Of every dispatch and every buffer; what is not needed at all is left out. */
export function needsOf(scheduled: Schedule): Need[] {
  const sizes = fullSizes(scheduled);
  const ofKernels = scheduled.dispatches.flatMap(({ kernel: by, slots, constants, grid }) => {
    const { code } = link({ sources: shaderSources, kernel: by, slots, constants });
    const { invocations, storageBytes } = workgroupNeeds(code);
    const storageBuffers = bindingsOf(code).filter(({ type }) => type !== 'uniform').length;
    const amounts: Readonly<Partial<Record<NeededLimit, number>>> = {
      maxStorageBuffersPerShaderStage: storageBuffers,
      maxComputeWorkgroupsPerDimension: Math.max(...grid(sizes)),
      maxComputeInvocationsPerWorkgroup: invocations,
      // Our workgroups have one dimension.
      maxComputeWorkgroupSizeX: invocations,
      maxComputeWorkgroupStorageSize: storageBytes,
    };
    return neededLimits.flatMap((limit): Need[] => {
      const amount = amounts[limit];
      return amount ? [{ limit, amount, by }] : [];
    });
  });
  const ofBuffers = [...allocations(scheduled.buffers)].flatMap(([by, amount]): Need[] => [
    { limit: 'maxBufferSize', amount, by },
    { limit: 'maxStorageBufferBindingSize', amount, by },
  ]);
  return [...ofBuffers, ...ofKernels];
}
