// Decode against context on a GPU: every point is checked against float64, then timed in interleaved rounds.

import type { Timer } from '../gpu/timer';
import type { KernelChoice } from '../kernels/choices';
import type { Knobs } from '../kernels/dispatch';
import { failureEvent, measuredPoint, pointsOf, Progress } from './contest';
import { DecodeRun, type DecodeDevice, type FittingPoint, type Runner } from './decodeRun';
import { failureOf } from './failures';
import { fitOf, memoryOf } from './fit';
import { groupsOf, isTold, roundOrder } from './protocol';
import type { DecodeEvent, DecodeRequest } from './records';
import { choiceFor } from './tuning/key';

/**
 * Yields events as they come. Contexts ascend in groups that fit the device together, the shortest context first
 * and alone; in a group, contenders and contexts are interleaved in an order shuffled by the seed. A point whose
 * output disagrees with float64 is reported and not timed. Throws DeviceLostError, or the signal's reason after an
 * abort, no later than what was submitted ends.
 */
export async function* decodeOnGpu(
  device: DecodeDevice,
  request: DecodeRequest,
  signal: AbortSignal,
): AsyncGenerator<DecodeEvent, void> {
  const run = new DecodeRun(device, request, signal);
  const points = pointsOf(request);
  const progress = new Progress(points.length, request.rounds);
  const memory = memoryOf(device.gpu);
  const fitting: FittingPoint[] = [];
  for (const point of points) {
    const fit = fitOf(request, point, memory, (plan, knobs) =>
      choiceFor(device.gpu, plan, knobs, request.tuned ?? []),
    );
    if ('copies' in fit) {
      fitting.push({ ...point, ...fit });
    } else {
      yield failureEvent(point, fit);
      progress.prepared();
      progress.skipped();
    }
  }
  for (const group of groupsOf(fitting, memory.groupBytes)) {
    const runners: Runner[] = [];
    try {
      yield* prepareGroup(run, group, runners, progress, signal);
      yield* measureGroup(run, runners, device.timer, request, progress, signal);
    } finally {
      for (const { session } of runners) session.dispose();
    }
  }
}

const kernelsOf = ({ family = 'staged', reduction, rows }: Knobs): KernelChoice => ({
  family,
  reduction,
  ...(rows === undefined ? {} : { rows }),
});

/** Adds to `runners` the points that run and agree; the caller disposes of their sessions. */
async function* prepareGroup(
  run: DecodeRun,
  group: readonly FittingPoint[],
  runners: Runner[],
  progress: Progress,
  signal: AbortSignal,
): AsyncGenerator<DecodeEvent, void> {
  for (const point of group) {
    let runner: Runner | undefined;
    try {
      yield progress.event('compile', point);
      runner = await run.start(point);
      runners.push(runner);
      yield progress.event('fill', point);
      await run.fill(runner);
      yield progress.event('check', point);
      const agreement = await run.check(runner);
      yield { type: 'agreement', agreement };
      if (agreement.agrees) await run.calibrate(runner);
      else drop(runners, runner, progress);
    } catch (error) {
      const failure = failureOf(error, signal);
      drop(runners, runner, progress);
      yield failureEvent(point, failure);
    }
    progress.prepared();
  }
}

/** Takes out a point that will not be measured. */
function drop(runners: Runner[], runner: Runner | undefined, progress: Progress): void {
  progress.skipped();
  if (runner) remove(runners, runner);
}

function remove(runners: Runner[], runner: Runner): void {
  runners.splice(runners.indexOf(runner), 1);
  runner.session.dispose();
}

/** Takes out of `runners` what fails on the way; the others go on. */
async function* measureGroup(
  run: DecodeRun,
  runners: Runner[],
  timer: Timer,
  request: DecodeRequest,
  progress: Progress,
  signal: AbortSignal,
): AsyncGenerator<DecodeEvent, void> {
  const { rounds, seed, format } = request;
  const { kind, resolutionNs } = timer;
  for (let round = 0; round < rounds; round++) {
    for (const runner of roundOrder(runners, seed, round)) {
      const { point, session, samplesNs } = runner;
      yield progress.event('measure', point);
      try {
        samplesNs.push(await run.sample(runner));
      } catch (error) {
        const failure = failureOf(error, signal);
        remove(runners, runner);
        progress.measured(rounds - round);
        yield failureEvent(point, failure);
        continue;
      }
      progress.measured();
      if (!isTold(samplesNs.length, rounds)) continue;
      const { actualBytes } = session;
      const how = {
        ...runner,
        kernels: kernelsOf(point.knobs),
        dispatches: session.schedule.dispatches.length,
        format,
        timer: kind,
        resolutionNs,
        actualBytes,
        ranOn: 'gpu',
      } as const;
      yield { type: 'point', point: measuredPoint(request, point, how) };
    }
  }
}
