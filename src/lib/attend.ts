// The attention core on the caller's own GPU buffers, encoded into the caller's own compute passes.

import { adoptGpu } from '../gpu/device';
import { shippedChoice } from '../kernels/choices';
import { refuseWide } from '../kernels/footprint';
import { Session } from '../kernels/session';
import { fullSizes } from '../kernels/stepData';
import { schedule } from '../kernels/schedule';
import {
  attendPlan,
  bufferIds,
  defaultEncodes,
  pageCount,
  refuseShape,
  tableBytes,
  type AttendSpec,
} from './attendSpec';
import { LibraryError, requireCount } from './errors';
import { attendKnobs, refuseChoice } from './knobs';
import { inTurn } from './turns';

/** One entry for each sequence. */
export interface AttendPositions {
  /** Keys that there are, the new ones included: 0 to capacity. Rows past them are never read. */
  readonly lengths: readonly number[];
  /** Query i sees key j when j <= i + offset; length - newTokens if not given. Of no meaning where not causal. */
  readonly offsets?: readonly number[];
}

export interface Attend {
  /**
   * Encodes one attention into a compute pass; may be called many times, with other positions, before one submit.
   * Sets pipelines and bind groups of the pass. Throws LibraryError.
   */
  encode(pass: GPUComputePassEncoder, positions: AttendPositions): void;
  /**
   * Says that all that was encoded so far was submitted, or will never be: its parameters may be written over. To be
   * called after `queue.submit`, at the latest after `encodesPerSubmit` different positions.
   */
  submitted(): void;
  /** Bytes on the device besides the caller's buffers. */
  readonly workspaceBytes: number;
  /** Frees the workspace; the caller's buffers stay. */
  dispose(): void;
}

/** Throws LibraryError, UnsupportedError, OutOfMemoryError, ShaderError or DeviceLostError. */
export const createAttend = (device: GPUDevice, spec: AttendSpec): Promise<Attend> =>
  inTurn(device, () => create(device, spec));

async function create(device: GPUDevice, spec: AttendSpec): Promise<Attend> {
  refuseShape(spec);
  const gpu = adoptGpu(device);
  const { buffers, encodesPerSubmit = defaultEncodes(buffers) } = spec;
  const plan = attendPlan(spec, buffers);
  const choice = spec.choice ?? shippedChoice(gpu, plan).choice;
  refuseChoice(device, choice);
  const knobs = attendKnobs(spec, choice, pageCount(spec, buffers));
  const scheduled = schedule(plan, knobs);
  const given = givenBuffers(spec, scheduled.buffers);
  refuseWide(gpu, scheduled, fullSizes(scheduled));
  const session = await Session.create(gpu, plan, {
    ...knobs,
    buffers: given,
    // With a single slot there would be nothing to tell apart.
    slots: Math.max(2, encodesPerSubmit),
  });
  return new SessionAttend(session, spec, encodesPerSubmit);
}

const bufferNames = ['q', 'k', 'v', 'out', 'lse', 'mask'] as const;

/** The caller's buffers by the plan's ids; throws LibraryError where one is missing, too small or of another usage. */
function givenBuffers(
  spec: AttendSpec,
  specs: readonly { readonly id: string; readonly bytes: number }[],
): Map<string, GPUBuffer> {
  const { buffers, valueIsKeyPrefix } = spec;
  if (buffers.scales) {
    const what = 'buffers.scales is given, but scales stand behind the elements in k and v';
    throw new LibraryError('notSupported', `${what}: see encodeCacheRows`);
  }
  if (valueIsKeyPrefix && buffers.v) {
    const why = 'the value is the first columns of k where valueIsKeyPrefix';
    throw new LibraryError('notSupported', `buffers.v is given, but ${why}: leave one of them out`);
  }
  const given = new Map<string, GPUBuffer>();
  for (const name of bufferNames) {
    const id = bufferIds[name];
    const needed = specs.find((each) => each.id === id)?.bytes;
    if (needed === undefined) continue;
    const buffer = buffers[name];
    if (!buffer) {
      const advice = name === 'v' ? ', or set valueIsKeyPrefix' : '';
      const what = `buffers.${name} is missing`;
      throw new LibraryError('missingBuffer', `${what}: give one of ${needed} bytes${advice}`);
    }
    refuseBuffer(name, buffer, needed, 'STORAGE');
    given.set(id, buffer);
  }
  if (buffers.pages) refuseBuffer('pages', buffers.pages, tableBytes(spec), 'COPY_SRC');
  return given;
}

function refuseBuffer(
  name: string,
  { size, usage }: GPUBuffer,
  needed: number,
  wanted: 'STORAGE' | 'COPY_SRC',
): void {
  if (size < needed) {
    const what = `buffers.${name} has ${size} bytes, of ${needed} that the spec needs`;
    throw new LibraryError('bufferTooSmall', `${what}: make it larger, or lower the sizes`);
  }
  if ((usage & GPUBufferUsage[wanted]) === 0) {
    const what = `buffers.${name} was made without usage ${wanted}`;
    throw new LibraryError('bufferUsage', `${what}: create it with GPUBufferUsage.${wanted}`);
  }
}

class SessionAttend implements Attend {
  /** Which slot has the parameters of which positions, since what was submitted last. */
  private readonly slots = new Map<string, number>();
  private disposed = false;

  constructor(
    private readonly session: Session,
    private readonly spec: AttendSpec,
    private readonly encodesPerSubmit: number,
  ) {}

  encode(pass: GPUComputePassEncoder, positions: AttendPositions): void {
    if (this.disposed) throw new LibraryError('disposed', 'encode after dispose: create another');
    const { newTokens, window, capacity } = this.spec;
    const { pages: blockTables } = this.spec.buffers;
    const { lengths } = positions;
    const offsets = positions.offsets ?? lengths.map((length) => length - newTokens);
    this.refusePositions(lengths, offsets);
    const slot = this.slotOf(JSON.stringify([lengths, offsets]), blockTables !== undefined);
    // Of no meaning to attention: rows are appended by the caller.
    const starts = lengths.map((length) => Math.min(Math.max(length - newTokens, 0), capacity));
    const seen = window === undefined ? {} : { window };
    // The values are in the caller's buffer.
    const additive = { columns: capacity, values: new Float32Array() };
    const step = { newTokens, starts, lengths, offsets, additive, blockTables, ...seen };
    this.session.setStep(step, slot);
    this.session.encode(pass);
  }

  private refusePositions(lengths: readonly number[], offsets: readonly number[]): void {
    const { batch, capacity } = this.spec;
    for (const [name, list] of Object.entries({ lengths, offsets })) {
      if (list.length !== batch) {
        const what = `${list.length} ${name} for ${batch} sequences`;
        throw new LibraryError('wrongLength', `${what}: give one for each`);
      }
    }
    for (const [i, length] of lengths.entries()) requireCount(`lengths[${i}]`, length, 0, capacity);
    for (const [i, offset] of offsets.entries()) {
      requireCount(`offsets[${i}]`, offset, -(2 ** 30), 2 ** 30);
    }
  }

  /** `fresh`: block tables may have changed since, with the same positions. */
  private slotOf(positions: string, fresh: boolean): number {
    const key = fresh ? `${positions} ${this.slots.size}` : positions;
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    const slot = this.slots.size;
    if (slot >= this.encodesPerSubmit) {
      throw new LibraryError(
        'tooManyEncodes',
        `${slot} encodes with different positions since submitted() was called, of ${this.encodesPerSubmit} at most: ` +
          'submit what is encoded and call submitted(), or raise encodesPerSubmit',
      );
    }
    this.slots.set(key, slot);
    return slot;
  }

  submitted(): void {
    this.slots.clear();
  }

  get workspaceBytes(): number {
    return this.session.allocatedBytes + this.session.stepBytes;
  }

  dispose(): void {
    this.disposed = true;
    this.session.dispose();
  }
}
