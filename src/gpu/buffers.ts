// Labelled buffers in and out of the device, and error scopes that turn a failed call into a typed error.

import type { Gpu } from './device';
import { DeviceLostError, OutOfMemoryError, ValidationError } from './errors';

/** A rejected map is sometimes told before the loss that caused it, by a few milliseconds. */
const lossGraceMs = 50;

/** Throws DeviceLostError when the device is gone. */
export async function refuseLost(gpu: Gpu): Promise<void> {
  if (gpu.lost) throw new DeviceLostError(await gpu.whenLost);
}

/** Of an error caught from the device: DeviceLostError where the device was lost, else the error itself. */
async function causeOf(gpu: Gpu, error: unknown): Promise<unknown> {
  if (!gpu.lost) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const grace = new Promise((resolve) => (timer = setTimeout(resolve, lossGraceMs)));
    await Promise.race([gpu.whenLost, grace]);
    clearTimeout(timer);
  }
  return gpu.lost ? new DeviceLostError(await gpu.whenLost) : error;
}

/**
 * Runs work, which may await, inside a validation and an out-of-memory scope. Calls may nest but not overlap:
 * the device has one stack of scopes. Throws DeviceLostError, OutOfMemoryError (with `neededBytes` as given),
 * what the work threw, or ValidationError, in that order.
 */
export async function checked<T>(
  gpu: Gpu,
  label: string,
  work: () => T | Promise<T>,
  neededBytes = 0,
): Promise<T> {
  await refuseLost(gpu);
  gpu.device.pushErrorScope('out-of-memory');
  gpu.device.pushErrorScope('validation');
  let outcome: { readonly value: T } | { readonly error: unknown };
  try {
    outcome = { value: await work() };
  } catch (error) {
    outcome = { error };
  }
  // On a lost device this rejects instead of giving null.
  const pop = () => gpu.device.popErrorScope().catch(() => null);
  const invalid = pop();
  const memory = pop();
  const [invalidCall, outOfMemory] = await Promise.all([invalid, memory]);
  await refuseLost(gpu);
  if (outOfMemory) throw new OutOfMemoryError(label, neededBytes, outOfMemory.message);
  if ('error' in outcome) throw await causeOf(gpu, outcome.error);
  if (invalidCall) throw new ValidationError(label, invalidCall.message);
  return outcome.value;
}

function requireWords(label: string, bytes: number): void {
  if (!Number.isSafeInteger(bytes) || bytes <= 0 || bytes % 4 !== 0) {
    throw new RangeError(`${label}: ${bytes} bytes is not a positive multiple of 4`);
  }
}

/** A new buffer, zeroed. Whether it could be had is known to the enclosing `checked`. */
export function createBuffer(
  gpu: Gpu,
  label: string,
  bytes: number,
  usage: GPUBufferUsageFlags,
): GPUBuffer {
  requireWords(label, bytes);
  return gpu.device.createBuffer({ label, size: bytes, usage });
}

/** Copies data into a buffer, from byte `offset` on. */
export function upload(
  gpu: Gpu,
  buffer: GPUBuffer,
  data: ArrayBufferView<ArrayBuffer>,
  offset = 0,
): void {
  requireWords(buffer.label, data.byteLength);
  gpu.device.queue.writeBuffer(buffer, offset, data.buffer, data.byteOffset, data.byteLength);
}

/** Blocks of a buffer of so many bytes each, by where they begin. */
export interface Blocks {
  readonly offsets: readonly number[];
  readonly bytes: number;
}

/** The bytes of a buffer made with COPY_SRC, after all work submitted so far. Throws what `checked` throws. */
export const download = (
  gpu: Gpu,
  buffer: GPUBuffer,
  offset = 0,
  bytes = buffer.size - offset,
): Promise<ArrayBuffer> => downloadBlocks(gpu, buffer, { offsets: [offset], bytes });

/** The same of some blocks of it, side by side. */
export async function downloadBlocks(
  gpu: Gpu,
  buffer: GPUBuffer,
  { offsets, bytes }: Blocks,
): Promise<ArrayBuffer> {
  requireWords(buffer.label, bytes);
  return checked(
    gpu,
    `download of ${buffer.label}`,
    async () => {
      const staging = gpu.device.createBuffer({
        label: `${buffer.label} staging`,
        size: bytes * offsets.length,
        usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
      });
      try {
        const encoder = gpu.device.createCommandEncoder({ label: `download of ${buffer.label}` });
        for (const [i, offset] of offsets.entries()) {
          encoder.copyBufferToBuffer(buffer, offset, staging, i * bytes, bytes);
        }
        gpu.device.queue.submit([encoder.finish()]);
        await staging.mapAsync(GPUMapMode.READ);
        // Unmapping detaches the mapped range, so it is copied first.
        return staging.getMappedRange().slice(0);
      } finally {
        staging.destroy();
      }
    },
    bytes * offsets.length,
  );
}
