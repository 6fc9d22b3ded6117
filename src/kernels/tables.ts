// RoPE tables on the device, made on the CPU a little at a time.

import type { Table } from '../attention/plan';
import { ropeTable } from '../attention/rope';
import { upload } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';

/** Cosines and sines between two pauses: about 5 ms of work. */
const chunk = 1 << 17;

/**
 * Writes cosines and sines for positions 0 to `positions - 1`. After each chunk it waits for the device to take it,
 * so that the thread hears a stop meanwhile, and chunks that wait for the device do not pile up.
 */
export async function uploadTable(
  gpu: Gpu,
  buffer: GPUBuffer,
  { spec, dim }: Table,
  positions: number,
): Promise<void> {
  const rows = Math.max(1, Math.floor(chunk / dim));
  for (let first = 0; first < positions; first += rows) {
    if (first > 0) await gpu.device.queue.onSubmittedWorkDone();
    const turns = ropeTable(spec, dim, first, Math.min(rows, positions - first));
    upload(gpu, buffer, Float32Array.from(turns), first * dim * 4);
  }
}
