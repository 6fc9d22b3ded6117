// Times work on the device: by timestamps where it grants them, else by the slope of wall time.

import { checked, createBuffer } from './buffers';
import type { Gpu } from './device';

/** Encodes one repetition of the work into an open compute pass. */
export type Encode = (pass: GPUComputePassEncoder, repetition: number) => void;

/** Measured times below 0, which drivers do give now and then, are measured again this often. */
const attempts = 5;

/** What a timestamped pass needs; one serves all, since samples follow each other. */
interface Slot {
  readonly queries: GPUQuerySet;
  readonly resolved: GPUBuffer;
  readonly readable: GPUBuffer;
}

const slotBytes = 16;

export class Timer {
  private constructor(
    private readonly gpu: Gpu,
    /** Absent where wall time is taken. */
    private readonly slot: Slot | undefined,
    /** The smallest step seen in this clock. */
    readonly resolutionNs: number,
  ) {}

  /** Probes the clocks. A device that grants timestamps but never advances them is timed by wall clock. */
  static async open(gpu: Gpu): Promise<Timer> {
    if (gpu.canTimestamp) {
      const slot = newSlot(gpu);
      const stepNs = await timestampStep(gpu, slot);
      if (stepNs !== undefined) return new Timer(gpu, slot, stepNs);
      disposeSlot(slot);
    }
    return new Timer(gpu, undefined, wallClockStepNs());
  }

  /** `wallClock`: the slope between N and 2 N repetitions from submit to done, which cancels the fixed cost. */
  get kind(): 'timestamps' | 'wallClock' {
    return this.slot ? 'timestamps' : 'wallClock';
  }

  /** The largest submit of a sample, in units of the sample: the slope needs twice the work at once. */
  get largestSubmit(): 1 | 2 {
    return this.slot ? 1 : 2;
  }

  /**
   * Runs the work `repetitions` times in one compute pass (by wall clock also twice as often) and gives the
   * nanoseconds of all repetitions together. One sample at a time. Throws what `checked` throws.
   */
  async sample(encode: Encode, repetitions: number): Promise<number> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const ns = await this.term(encode, repetitions);
      if (ns >= 0) return ns;
    }
    throw new Error(`the ${this.kind} clock ran backwards ${attempts} times in a row`);
  }

  /**
   * One measurement as it comes, below 0 too: a term of a sum, which measuring again until it is positive would
   * only raise. Throws what `checked` throws.
   */
  async term(encode: Encode, repetitions: number): Promise<number> {
    if (this.slot) {
      const [begin, end] = await timestamps(this.gpu, this.slot, encode, repetitions);
      return Number(end - begin);
    }
    const single = await wallNs(this.gpu, encode, repetitions);
    return (await wallNs(this.gpu, encode, 2 * repetitions)) - single;
  }

  dispose(): void {
    if (this.slot) disposeSlot(this.slot);
  }
}

function newSlot(gpu: Gpu): Slot {
  const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  return {
    queries: gpu.device.createQuerySet({ label: 'pass times', type: 'timestamp', count: 2 }),
    resolved: createBuffer(gpu, 'pass times', slotBytes, QUERY_RESOLVE | COPY_SRC),
    readable: createBuffer(gpu, 'pass times, readable', slotBytes, COPY_DST | MAP_READ),
  };
}

function disposeSlot({ queries, resolved, readable }: Slot): void {
  queries.destroy();
  resolved.destroy();
  readable.destroy();
}

function encodePass(
  encoder: GPUCommandEncoder,
  descriptor: GPUComputePassDescriptor,
  encode: Encode,
  repetitions: number,
): void {
  const pass = encoder.beginComputePass({ label: 'timed pass', ...descriptor });
  for (let i = 0; i < repetitions; i++) encode(pass, i);
  pass.end();
}

/** When one pass began and ended, in the device's nanoseconds. */
function timestamps(
  gpu: Gpu,
  { queries, resolved, readable }: Slot,
  encode: Encode,
  repetitions: number,
): Promise<[begin: bigint, end: bigint]> {
  return checked(gpu, 'timed pass', async () => {
    const encoder = gpu.device.createCommandEncoder({ label: 'timed pass' });
    const timestampWrites = {
      querySet: queries,
      beginningOfPassWriteIndex: 0,
      endOfPassWriteIndex: 1,
    };
    encodePass(encoder, { timestampWrites }, encode, repetitions);
    encoder.resolveQuerySet(queries, 0, 2, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, readable, 0, slotBytes);
    gpu.device.queue.submit([encoder.finish()]);
    await readable.mapAsync(GPUMapMode.READ);
    const [begin = 0n, end = 0n] = new BigUint64Array(readable.getMappedRange().slice(0));
    readable.unmap();
    return [begin, end];
  });
}

/** Nanoseconds of wall time from submit until the queue has run it. */
function wallNs(gpu: Gpu, encode: Encode, repetitions: number): Promise<number> {
  return checked(gpu, 'timed submit', async () => {
    const encoder = gpu.device.createCommandEncoder({ label: 'timed submit' });
    encodePass(encoder, {}, encode, repetitions);
    const commands = encoder.finish();
    const beginMs = performance.now();
    gpu.device.queue.submit([commands]);
    await gpu.device.queue.onSubmittedWorkDone();
    return (performance.now() - beginMs) * 1e6;
  });
}

/** The step of the timestamps: the greatest common divisor of their differences; undefined if all are equal. */
async function timestampStep(gpu: Gpu, slot: Slot): Promise<number | undefined> {
  const seen: bigint[] = [];
  for (let i = 0; i < 12; i++) seen.push(...(await timestamps(gpu, slot, () => {}, 1)));
  let step = 0n;
  for (const [i, stamp] of seen.entries()) {
    const previous = seen[i - 1] ?? stamp;
    step = divisor(step, stamp > previous ? stamp - previous : previous - stamp);
  }
  return step === 0n ? undefined : Number(step);
}

/** Greatest common divisor. */
function divisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** The smallest step of performance.now() in nanoseconds, of a few seen. */
export function wallClockStepNs(): number {
  let smallestMs = Infinity;
  let lastMs = performance.now();
  for (let seen = 0; seen < 20;) {
    const nowMs = performance.now();
    if (nowMs === lastMs) continue;
    smallestMs = Math.min(smallestMs, nowMs - lastMs);
    lastMs = nowMs;
    seen += 1;
  }
  return smallestMs * 1e6;
}
