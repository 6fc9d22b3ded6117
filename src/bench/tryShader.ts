// One trial of a step's shaders from its request to its end: as they are linked, with an edit, or in all their ways.

import { fullSizes } from '../kernels/stepData';
import { isEmpty } from '../kernels/dispatch';
import { DecodeRun, type DecodeDevice, type FittingPoint, type Runner } from './decodeRun';
import { DispatchClock } from './dispatchClock';
import { failureOf } from './failures';
import { roundOrder } from './protocol';
import type { Times, TrialEvent, TrialRequest } from './shaderRecords';
import { fittedPoint, knobsOfRung, shownStep } from './shownStep';
import { summarize } from './stats';
import { EditTrial } from './tryEdit';

/** Whoever waits for a stage hears of it as often, however long its samples take together. */
const longestSilenceMs = 1000;

/**
 * Yields events as they come. Throws DeviceLostError, or the signal's reason after an abort; an edit that does not end
 * is noticed by its first run, and one that keeps the device nevertheless is for the caller to end.
 */
export async function* tryShader(
  device: DecodeDevice,
  request: TrialRequest,
  signal: AbortSignal,
): AsyncGenerator<TrialEvent, void> {
  const { point, fit } = fittedPoint(device.gpu, request);
  if (!('copies' in fit)) {
    yield { type: 'failure', failure: fit };
    return;
  }
  const run = new DecodeRun(device, request, signal);
  const { trial } = request;
  if (trial.kind === 'rungs') {
    yield* timeRungs(device, run, request, { ...point, ...fit }, signal);
    return;
  }
  let linked: Runner | undefined;
  try {
    yield { type: 'stage', stage: 'prepare' };
    linked = await run.start({ ...point, ...fit });
    await run.fill(linked);
    if (trial.kind === 'edit') {
      yield* new EditTrial(device, request, run, linked, trial.edit, signal).events();
    } else {
      yield { type: 'stage', stage: 'check' };
      const agreement = await run.check(linked);
      yield { type: 'agreement', agreement };
      if (agreement.agrees) yield* timeDispatches(device, request, linked, signal);
    }
  } catch (error) {
    yield { type: 'failure', failure: failureOf(error, signal) };
  } finally {
    linked?.session.dispose();
  }
}

/** Every dispatch of the step alone, in interleaved rounds. */
async function* timeDispatches(
  { timer }: DecodeDevice,
  { rounds, seed }: TrialRequest,
  { session, wantedParts }: Runner,
  signal: AbortSignal,
): AsyncGenerator<TrialEvent, void> {
  yield { type: 'stage', stage: 'measure' };
  const sizes = fullSizes(session.schedule);
  const clocks = session.schedule.dispatches.flatMap(({ grid }, index) =>
    isEmpty(grid(sizes))
      ? []
      : [{ index, clock: new DispatchClock(session, index, timer, signal) }],
  );
  for (const { clock } of clocks) await clock.calibrate(wantedParts);
  for (let round = 0; round < rounds; round++) {
    for (const { clock } of roundOrder(clocks, seed, round)) await clock.sample();
    if (round + 1 < Math.min(3, rounds)) continue;
    for (const { index, clock } of clocks) yield { type: 'times', index, times: clock.times };
  }
}

/** The whole step by every way to attend that serves it here, in interleaved rounds; one that is wrong is not timed. */
async function* timeRungs(
  device: DecodeDevice,
  run: DecodeRun,
  request: TrialRequest,
  point: FittingPoint,
  signal: AbortSignal,
): AsyncGenerator<TrialEvent, void> {
  const shown = shownStep(device.gpu, request);
  if (!('rungs' in shown)) return;
  const climbing: { index: number; runner: Runner }[] = [];
  try {
    for (const [index, rung] of shown.rungs.entries()) {
      if (rung.refusal) continue;
      yield { type: 'stage', stage: 'prepare' };
      let runner: Runner | undefined;
      try {
        runner = await run.start({ ...point, knobs: { ...point.knobs, ...knobsOfRung(rung) } });
        await run.fill(runner);
        yield { type: 'stage', stage: 'check' };
        const agreement = await run.check(runner);
        yield { type: 'rungChecked', index, agreement };
        if (!agreement.agrees) {
          runner.session.dispose();
          continue;
        }
        await run.calibrate(runner);
        climbing.push({ index, runner });
      } catch (error) {
        runner?.session.dispose();
        yield { type: 'rungFailed', index, failure: failureOf(error, signal) };
      }
    }
    yield { type: 'stage', stage: 'measure' };
    let toldMs = performance.now();
    for (let round = 0; round < request.rounds; round++) {
      for (const { runner } of roundOrder(climbing, request.seed, round)) {
        // A round of all may take longer than a stage may be silent.
        if (performance.now() - toldMs > longestSilenceMs) {
          yield { type: 'stage', stage: 'measure' };
          toldMs = performance.now();
        }
        runner.samplesNs.push(await run.sample(runner));
      }
      if (round + 1 < Math.min(3, request.rounds)) continue;
      for (const { index, runner } of climbing) {
        yield { type: 'rung', index, times: timesOf(runner, device) };
      }
    }
  } finally {
    for (const { runner } of climbing) runner.session.dispose();
  }
}

function timesOf({ samplesNs, stepsPerSample, parts }: Runner, { timer }: DecodeDevice): Times {
  const { median, q1, q3 } = summarize(samplesNs);
  return {
    medianNs: median,
    q1Ns: q1,
    q3Ns: q3,
    samplesNs: [...samplesNs],
    repetitions: stepsPerSample,
    parts,
    timer: timer.kind,
  };
}
