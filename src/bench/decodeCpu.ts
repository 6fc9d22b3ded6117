// Decode against context on the float64 reference, where there is no GPU: the same events, marked as the CPU's.
//
// It shows how the variants compare in arithmetic, not how fast a CPU can be, and gives no agreement: the result is
// the reference itself. Points that would take too long or too much memory are told as failures, the others run.

import { failureEvent, measuredPoint, pointsOf, priceOf, Progress, type Point } from './contest';
import { prepareReference, referenceBytes, type PreparedReference } from './expected';
import { Pace } from './pace';
import { isTold, nextSteps, largestFitting, roundOrder } from './protocol';
import type { DecodeEvent, DecodeRequest, RunFailure } from './records';
import { seedings } from './seeding';

/** Of one step: about a second of one core. */
const mostMultiplyAdds = 1e9;

/** Of one point's weights and cache: a browser tab with more is likely to be ended by the system. */
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

async function prepare(request: DecodeRequest, point: Point, signal: AbortSignal): Promise<Runner> {
  const { plan, context } = point;
  const { batch, seed } = request;
  const size = { batch, context };
  const reference = await prepareReference(plan, seedings(plan, seed), size, new Pace(signal));
  const firstNs = await timeSteps(reference, 1, signal);
  let steps = 1;
  for (;;) {
    const next = nextSteps(steps, await timeSteps(reference, steps, signal), 1);
    if (next === steps) break;
    steps = next;
  }
  return { point, reference, firstNs, stepsPerSample: steps, samplesNs: [] };
}

/** Yields events as they come, contexts in ascending order. Throws the signal's reason within a slice of an abort. */
export async function* decodeOnCpu(
  request: DecodeRequest,
  signal: AbortSignal,
): AsyncGenerator<DecodeEvent, void> {
  const points = pointsOf(request);
  const progress = new Progress(points.length, request.rounds);
  // One context at a time, so that memory holds the caches of one.
  for (const context of new Set(points.map((point) => point.context))) {
    const runners: Runner[] = [];
    for (const point of points.filter((each) => each.context === context)) {
      yield progress.event('fill', point);
      const failure = refusal(request, point);
      if (failure) {
        yield failureEvent(point, failure);
        progress.skipped();
      } else {
        runners.push(await prepare(request, point, signal));
      }
      progress.prepared();
    }
    for (let round = 0; round < request.rounds; round++) {
      for (const runner of roundOrder(runners, request.seed, round)) {
        const { point, reference, stepsPerSample, samplesNs } = runner;
        yield progress.event('measure', point);
        samplesNs.push((await timeSteps(reference, stepsPerSample, signal)) / stepsPerSample);
        progress.measuredRound();
        if (!isTold(samplesNs.length, request.rounds)) continue;
        const how = { ...runner, ranOn: 'cpu', format: 'f32', timer: 'wallClock' } as const;
        yield { type: 'point', point: measuredPoint(request, point, how) };
      }
    }
  }
}
