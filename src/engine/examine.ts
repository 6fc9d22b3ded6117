// The long report of a device: where it runs, and what of it the kernels want and get.

import type { DecodeRequest } from '../bench/records';
import { threadCount } from '../cpu/threadCount';
import { reportOf, type NoDevice, type OpenDevice } from './deviceSession';
import type { Examination } from './protocol';

/** Loaded where there is a device: it knows the kernels. */
const gpuExamination = () => import('./examination');

/** @param request what the limits are held against, where something can run */
export async function examine(
  device: OpenDevice | NoDevice,
  request: DecodeRequest | null,
): Promise<Examination> {
  const found = {
    device: reportOf(device),
    thread: 'WorkerGlobalScope' in globalThis ? 'worker' : 'page',
    crossOriginIsolated: globalThis.crossOriginIsolated === true,
    processorThreads: globalThis.navigator?.hardwareConcurrency ?? 1,
    cpuThreads: threadCount(),
  } as const;
  if (!('gpu' in device)) return { ...found, clockStepNs: null, features: [], limits: [] };
  const { examinedFeatures, examinedLimits } = await gpuExamination();
  return {
    ...found,
    clockStepNs: device.timer.resolutionNs,
    features: examinedFeatures(device),
    limits: examinedLimits(device, request),
  };
}
