// Makes the buffers of a schedule on a device, or borrows its weights from another session of the same model.

import { createBuffer } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import type { Schedule } from './dispatch';
import { allocations, placeOf } from './regions';

export interface Allocated {
  /** By name: a buffer's own id, or what several share. */
  readonly buffers: ReadonlyMap<string, GPUBuffer>;
  /** Those that were made here. */
  readonly owned: readonly GPUBuffer[];
}

/** A session whose weights are borrowed. */
interface Lender extends Pick<Allocated, 'buffers'> {
  readonly schedule: Schedule;
}

/** Buffers of a caller's own, by the ids of tensors, cache fields or masks; each at least as large as it is to be. */
export type GivenBuffers = ReadonlyMap<string, GPUBuffer>;

/** Everything but the cache. Throws RangeError where the lender's weights lie otherwise. */
export function allocate(
  gpu: Gpu,
  { buffers: specs }: Schedule,
  lender?: Lender,
  given?: GivenBuffers,
): Allocated {
  const buffers = new Map<string, GPUBuffer>();
  const owned: GPUBuffer[] = [];
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  const bytes = allocations(specs);
  for (const { id, role } of specs) {
    const { buffer: name } = placeOf(specs, id);
    if (role === 'cache' || buffers.has(name)) continue;
    const lent = role === 'weight' ? lender?.buffers.get(name) : undefined;
    const borrowed = given?.get(name) ?? lent;
    if (!lent && role === 'weight' && lender?.schedule.plan.weights.some((w) => w.id === id)) {
      throw new RangeError(`the weight "${id}" of a shared session lies in another buffer`);
    }
    const buffer =
      borrowed ?? createBuffer(gpu, name, bytes.get(name) ?? 0, STORAGE | COPY_SRC | COPY_DST);
    if (!borrowed) owned.push(buffer);
    buffers.set(name, buffer);
  }
  return { buffers, owned };
}

/** Where a tensor, weight or table lies: a buffer of its own, or a part of one. */
export interface Region {
  readonly buffer: GPUBuffer;
  readonly offsetBytes: number;
  readonly bytes: number;
}

/** Throws for a tensor that no dispatch writes, since fused steps pass it on among themselves. */
export function regionIn(
  { buffers: specs }: Schedule,
  buffers: Allocated['buffers'],
  id: string,
): Region {
  const spec = specs.find((each) => each.id === id);
  if (!spec) throw new Error(`no step keeps the rows of "${id}": see the knob "fused"`);
  const { buffer: name, offsetBytes } = placeOf(specs, id);
  const buffer = buffers.get(name);
  if (!buffer) throw new Error(`the session has no buffer "${name}"`);
  return { buffer, offsetBytes, bytes: spec.bytes };
}
