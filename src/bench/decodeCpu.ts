// Decode against context on the float64 reference, where there is no GPU: the same events, marked as the CPU's.
//
// It shows how the variants compare in arithmetic, not how fast a CPU can be, and gives no agreement: the result is
// the reference itself. Points that would take too long or too much memory are told as failures, the others run.

import { wallClockStepNs } from '../gpu/timer';
import { failureEvent, measuredPoint, pointsOf, priceOf, Progress, type Point } from './contest';
import { prepareReference, referenceBytes, type PreparedReference } from './expected';
import { failureOf } from './failures';
import { Pace } from './pace';
import { groupsOf, isTold, largestFitting, nextSteps, roundOrder } from './protocol';
import type { DecodeEvent, DecodeRequest, RunFailure } from './records';
import { seedings } from './seeding';

/** Of one step: about a second of one core. */
const mostMultiplyAdds = 1e9;

/** Of the weights and caches of all points that are in memory at once: a browser tab with more is likely to be ended by the system. */
const mostBytes = 800e6;

/** Why a point is not for the CPU, or undefined where it is. */
function refusal(request: DecodeRequest, point: Point): RunFailure | undefined {
  const bytesAt = (context: number) => referenceBytes(point.plan, request.batch, context);
  const neededBytes = bytesAt(point.context);
  if (neededBytes > mostBytes) {
    const largestContext = largestFitting(
      point.context,
      (context) => bytesAt(context) <= mostBytes,
    );
    return { code: 'doesNotFit', neededBytes, limitBytes: mostBytes, largestContext };
  }
  const multiplyAdds = priceOf(request, point, 'f32').flops / 2;
  if (multiplyAdds > mostMultiplyAdds) {
    const millions = (n: number) => `${Math.round(n / 1e6)} million`;
    const message = `${millions(multiplyAdds)} multiply-adds a step: on the CPU at most ${millions(mostMultiplyAdds)}`;
    return { code: 'unsupported', message };
  }
  return undefined;
}

interface Runner {
  readonly point: Point;
  readonly reference: PreparedReference;
  readonly firstNs: number;
  readonly stepsPerSample: number;
  readonly samplesNs: number[];
}

/** Nanoseconds of some steps, pauses left out. */
async function timeSteps(
  reference: PreparedReference,
  steps: number,
  signal: AbortSignal,
): Promise<number> {
  const pace = new Pace(signal);
  for (let i = 0; i < steps; i++) {
    await pace.finish(reference.step());
    await pace.breathe();
  }
  return pace.busyNs;
}

async function prepare(
  request: DecodeRequest,
  point: Point,
  resolutionNs: number,
  signal: AbortSignal,
): Promise<Runner> {
  const { plan, context } = point;
  const { batch, seed } = request;
  const size = { batch, context };
  const reference = await prepareReference(plan, seedings(plan, seed), size, new Pace(signal));
  const firstNs = await timeSteps(reference, 1, signal);
  let steps = 1;
  for (;;) {
    const sampleNs = await timeSteps(reference, steps, signal);
    const next = nextSteps(steps, sampleNs, { resolutionNs, largestSubmit: 1 });
    if (next === steps) break;
    steps = next;
  }
  return { point, reference, firstNs, stepsPerSample: steps, samplesNs: [] };
}

/**
 * Yields events as they come. Contexts ascend in groups that fit the memory together, the shortest context first
 * and alone. Throws the signal's reason within a slice of an abort.
 */
export async function* decodeOnCpu(
  request: DecodeRequest,
  signal: AbortSignal,
): AsyncGenerator<DecodeEvent, void> {
  const { batch, rounds, seed } = request;
  const points = pointsOf(request);
  const progress = new Progress(points.length, rounds);
  const resolutionNs = wallClockStepNs();
  const fitting: (Point & { readonly bytes: number })[] = [];
  for (const point of points) {
    const failure = refusal(request, point);
    if (failure) {
      yield failureEvent(point, failure);
      progress.prepared();
      progress.skipped();
    } else {
      fitting.push({ ...point, bytes: referenceBytes(point.plan, batch, point.context) });
    }
  }
  for (const group of groupsOf(fitting, mostBytes)) {
    const runners: Runner[] = [];
    for (const point of group) {
      yield progress.event('fill', point);
      try {
        runners.push(await prepare(request, point, resolutionNs, signal));
      } catch (error) {
        yield failureEvent(point, failureOf(error, signal));
        progress.skipped();
      }
      progress.prepared();
    }
    for (let round = 0; round < rounds; round++) {
      for (const runner of roundOrder(runners, seed, round)) {
        const { point, reference, stepsPerSample, samplesNs } = runner;
        yield progress.event('measure', point);
        samplesNs.push((await timeSteps(reference, stepsPerSample, signal)) / stepsPerSample);
        progress.measured();
        if (!isTold(samplesNs.length, rounds)) continue;
        const how = {
          ...runner,
          ranOn: 'cpu',
          format: 'f32',
          timer: 'wallClock',
          resolutionNs,
          parts: 1,
          firstCompiled: false,
          rotatedBytes: reference.cache.allocatedBytes,
        } as const;
        yield { type: 'point', point: measuredPoint(request, point, how) };
      }
    }
  }
}
