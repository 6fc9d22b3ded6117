// What a device does at most: read bandwidth, f32 multiply-adds, and what a dispatch costs, measured like everything else.

import { createBuffer, upload } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import { link, type LinkRequest } from '../gpu/link';
import { bind, compile } from '../gpu/pipelines';
import type { Encode } from '../gpu/timer';
import { fillRows } from '../kernels/fill';
import { shaderSources } from '../kernels/sources';
import type { DecodeDevice } from './decodeRun';
import { coldBytes, nextSteps } from './protocol';
import type { MeasuredCeiling, MeasuredCeilings } from './ceilingRecords';
import { summarize } from './stats';

const summaryOf = (samples: readonly number[]): MeasuredCeiling => ({
  ...summarize(samples),
  samples,
});

/** Quads of four that an invocation of ceiling_read loads. */
const readTurns = 8;
const readBytesPerGroup = 256 * 4 * readTurns * 16;

const fmaTurns = 64;
const flopsPerGroup = 64 * fmaTurns * 128 * 2;

/** A software adapter has no bandwidth of its own to find, and 64 MB take it long enough. */
const softwareBytes = 64e6;

/** Workgroups of ceiling_fma: enough to fill the largest device, or as few as the slowest does in a sample. */
const fewestGroups = 64;
const mostGroups = 16384;
/** A dispatch that takes less may not have filled the device. */
const filledNs = 2e6;

/** Dispatches that are timed together: a single one is shorter than any clock's step. */
const waitsPerStep = 64;

/** What is linked: the page shows these texts too. */
export const ceilingRequests = {
  read: { kernel: 'ceiling_read', slots: {}, constants: { TURNS: `${readTurns}u` } },
  fma: { kernel: 'ceiling_fma', slots: {}, constants: { TURNS: `${fmaTurns}u` } },
  dispatch: { kernel: 'ceiling_dispatch', slots: {}, constants: {} },
} satisfies Record<string, Omit<LinkRequest, 'sources'>>;

/** One ceiling: what is encoded for a step, and how many bytes, operations or dispatches a step has. */
interface Probe {
  encode: Encode;
  amount: number;
}

async function probeOf(
  gpu: Gpu,
  request: Omit<LinkRequest, 'sources'>,
  buffers: Readonly<Record<string, GPUBuffer>>,
): Promise<(groups: number) => Encode> {
  const program = await compile(gpu, request.kernel, link({ sources: shaderSources, ...request }));
  const groups = bind(gpu, program, (name) => {
    const buffer = buffers[name];
    if (!buffer) throw new Error(`${request.kernel}: nothing is bound to "${name}"`);
    return { buffer };
  });
  return (count) => (pass) => {
    pass.setPipeline(program.pipeline);
    for (const [i, group] of groups.entries()) pass.setBindGroup(i, group);
    pass.dispatchWorkgroups(count);
  };
}

/** As much as lies beyond a processor's cache, as far as the device binds it: whole workgroups. */
function readBytes({ device, info }: Gpu): number {
  const { maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupsPerDimension } =
    device.limits;
  const bytes = Math.min(
    info.software ? softwareBytes : coldBytes,
    maxStorageBufferBindingSize,
    maxBufferSize,
    maxComputeWorkgroupsPerDimension * readBytesPerGroup,
  );
  return Math.floor(bytes / readBytesPerGroup) * readBytesPerGroup;
}

/**
 * Measures in `rounds` interleaved rounds; about a second. Throws what `checked` throws, or the signal's reason after
 * an abort, no later than what was submitted ends.
 */
export async function measureCeilings(
  { gpu, timer }: DecodeDevice,
  {
    rounds,
    signal,
    onRound = () => {},
  }: {
    readonly rounds: number;
    readonly signal: AbortSignal;
    /** Told after each round how many there were. */
    readonly onRound?: (done: number) => void;
  },
): Promise<MeasuredCeilings> {
  const { STORAGE, COPY_DST } = GPUBufferUsage;
  const bytes = readBytes(gpu);
  const quads = createBuffer(gpu, 'quads to read', bytes, STORAGE | COPY_DST);
  const sink = createBuffer(gpu, 'sink', 64, STORAGE | COPY_DST);
  try {
    const row = { heads: 1, width: 1024, headStride: 1024, rowStride: 1024 };
    const target = { buffer: quads, format: 'f32', layout: row, count: bytes / 4096 } as const;
    await fillRows(gpu, target, 1, 1);
    // Chains that stay between 0 and 64: neither overflow nor the slow smallest numbers.
    upload(gpu, sink, Float32Array.of(0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1, ...new Float32Array(8)));

    const read = await probeOf(gpu, ceilingRequests.read, { quads, sink });
    const fma = await probeOf(gpu, ceilingRequests.fma, { sink });
    const wait = await probeOf(gpu, ceilingRequests.dispatch, { sink });
    const groups = await filling(timer, fma);
    const probes = {
      read: { encode: read(bytes / readBytesPerGroup), amount: bytes },
      fma: { encode: fma(groups), amount: groups * flopsPerGroup },
      dispatch: { encode: repeated(wait(1)), amount: waitsPerStep },
    };
    const nsPerUnit = await rounded(timer, Object.values(probes), { rounds, signal, onRound });
    const [readNs = [], fmaNs = [], dispatchNs = []] = nsPerUnit;
    return {
      readBytesPerSecond: summaryOf(readNs.map((ns) => 1e9 / ns)),
      flopsPerSecond: summaryOf(fmaNs.map((ns) => 1e9 / ns)),
      dispatchNs: summaryOf(dispatchNs),
    };
  } finally {
    quads.destroy();
    sink.destroy();
  }
}

const repeated =
  (encode: Encode): Encode =>
  (pass, repetition) => {
    for (let i = 0; i < waitsPerStep; i++) encode(pass, repetition);
  };

/** From few workgroups on, so that no dispatch is long on a slow device, as many as fill a fast one. */
async function filling(
  timer: DecodeDevice['timer'],
  fma: (groups: number) => Encode,
): Promise<number> {
  for (let groups = fewestGroups; ; groups *= 4) {
    // The first may still be compiled.
    await timer.sample(fma(groups), 1);
    if (groups >= mostGroups || (await timer.sample(fma(groups), 1)) >= filledNs) return groups;
  }
}

/** Nanoseconds for each unit of each probe's amount, one for each round. */
async function rounded(
  timer: DecodeDevice['timer'],
  probes: readonly Probe[],
  { rounds, signal, onRound }: Readonly<Required<Parameters<typeof measureCeilings>[1]>>,
): Promise<number[][]> {
  const steps: number[] = [];
  for (const { encode } of probes) {
    await timer.sample(encode, 1);
    let count = 1;
    for (let next = 0; next !== count;) {
      if (next > 0) count = next;
      next = nextSteps(count, await timer.sample(encode, count), timer);
      signal.throwIfAborted();
    }
    steps.push(count);
  }
  const samples = probes.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { encode, amount }] of probes.entries()) {
      const count = steps[i] ?? 1;
      samples[i]?.push((await timer.sample(encode, count)) / count / amount);
      signal.throwIfAborted();
    }
    onRound(round + 1);
  }
  return samples;
}
