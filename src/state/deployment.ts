// What serves a model: published devices, how they share it, which of their arithmetic counts, and what is kept free.

import { deviceById, type Device } from '../facts/devices';
import type { Room } from '../price/capacity';
import { deviceCounts, type Deployment } from '../price/parallel';
import type { Plan } from '../attention/plan';
import { matrixCeilings, shaderCeilings, type Ceilings } from '../price/roofline';

/** Tensor parallelism shares out heads, data-parallel attention sequences. */
export const splits = ['tensor', 'data'] as const;
/** Matrix units, which native kernels reach, or plain shader arithmetic, which WebGPU reaches. */
export const arithmetics = ['matrix', 'shader'] as const;

export interface DeploymentChoice {
  /** The published device whose memory and speed the computed charts show. */
  readonly deviceId: string;
  /** How many of them serve the model together. */
  readonly devices: number;
  readonly split: (typeof splits)[number];
  readonly arithmetic: (typeof arithmetics)[number];
  /** Of each device's memory, for activations and the runtime, in percent. */
  readonly reserve: number;
}

/** vLLM keeps a tenth free unless told otherwise (--gpu-memory-utilization 0.9). */
export const usualDeployment: DeploymentChoice = {
  deviceId: 'rtx4090',
  devices: 1,
  split: 'tensor',
  arithmetic: 'matrix',
  reserve: 10,
};

export const deploymentRanges = {
  devices: { min: 1, max: 1024 },
  reserve: { min: 0, max: 90 },
} as const;

export const boundDevice = ({ deviceId }: Pick<DeploymentChoice, 'deviceId'>): Device =>
  deviceById(deviceId);

export function roomOf({ deviceId, reserve }: DeploymentChoice): Room {
  const { memoryBytes } = deviceById(deviceId);
  return { memoryBytes, reserveBytes: Math.round((memoryBytes * reserve) / 100) };
}

/** The ceilings chosen, or those of plain arithmetic where no source states the matrix units' rate. */
export function ceilingsOf({
  deviceId,
  arithmetic,
}: Pick<DeploymentChoice, 'deviceId' | 'arithmetic'>): {
  readonly ceilings: Ceilings;
  readonly arithmetic: DeploymentChoice['arithmetic'];
} {
  const device = deviceById(deviceId);
  const matrix = arithmetic === 'matrix' ? matrixCeilings(device) : null;
  return matrix
    ? { ceilings: matrix, arithmetic: 'matrix' }
    : { ceilings: shaderCeilings(device), arithmetic: 'shader' };
}

export const deploymentOf = ({ devices, split }: DeploymentChoice): Deployment => ({
  devices,
  attention: split,
});

/** Whether heads can be shared out among so many devices; sequences always can. */
export const canSplit = (
  plan: Plan,
  { devices, split }: Pick<DeploymentChoice, 'devices' | 'split'>,
): boolean => split === 'data' || deviceCounts(plan).includes(devices);
