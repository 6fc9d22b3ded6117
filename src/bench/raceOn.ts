// A race from its request to its end: who enters on the GPU, who on the CPU, and then the rounds.

import type { DecodeDevice } from './decodeRun';
import { failureOf } from './failures';
import type { Pacing } from './pacing';
import { race, type Racer } from './race';
import type { RaceEvent, RaceRequest, Racing } from './raceRecords';
import type { RunFailure } from './records';

/** One who is to enter, and how; or why not. */
export interface Start {
  readonly racing: Racing;
  enter(): Promise<Racer | RunFailure>;
}

/** The starts on one processor, and what they share. */
export interface Field {
  readonly starts: readonly Start[];
  dispose(): void;
}

/** Loaded where there is a device. */
const gpuField = async (device: DecodeDevice, request: RaceRequest, signal: AbortSignal) =>
  (await import('./raceGpu')).gpuField(device, request, signal);

/** Loaded where the CPU races. */
const cpuField = async (request: RaceRequest, signal: AbortSignal) =>
  (await import('./raceCpu')).cpuField(request, signal);

/**
 * Yields events as they come: who enters, then rounds until the caches are full. Throws DeviceLostError, or the
 * signal's reason after an abort.
 * @param device null where there is no GPU: the CPU then races alone
 */
export async function* raceOn(
  device: DecodeDevice | null,
  request: RaceRequest,
  pacing: Pacing,
  signal: AbortSignal,
): AsyncGenerator<RaceEvent, void> {
  const fields: Field[] = [];
  const racers: Racer[] = [];
  try {
    if (device) fields.push(await gpuField(device, request, signal));
    if (!device || request.besideCpu) fields.push(await cpuField(request, signal));
    const starts = fields.flatMap((field) => field.starts);
    for (const [i, start] of starts.entries()) {
      const { racing } = start;
      signal.throwIfAborted();
      yield { type: 'preparing', racer: racing, fraction: i / starts.length };
      const entered = await start.enter().catch((error: unknown) => failureOf(error, signal));
      if (!('lap' in entered)) {
        yield { type: 'fellOut', racer: racing, context: request.from, failure: entered };
        continue;
      }
      racers.push(entered);
      const { allocatedBytes, bytesPerToken } = entered;
      yield { type: 'entered', racer: racing, allocatedBytes, bytesPerToken };
    }
    yield* race(request, racers, pacing, signal);
  } finally {
    for (const racer of racers) racer.dispose();
    for (const field of fields) field.dispose();
  }
}
