// Decode against context in WebAssembly, where there is no GPU: the same events, marked as the CPU's. Every point is
// checked against float64, then timed in interleaved rounds, on as many threads as the page may have.
//
// Points that would take too long or too much memory are told as failures, the others run.

import { NoSimdError } from '../cpu/kernels';
import { openRunner } from '../cpu/open';
import type { Runner } from '../cpu/tasks';
import { threadCount } from '../cpu/threadCount';
import { wallClockStepNs } from '../gpu/timer';
import { failureEvent, measuredPoint, pointsOf, priceOf, Progress, type Point } from './contest';
import { CpuPoint } from './decodeCpuPoint';
import { referenceBytes } from './expected';
import { failureOf } from './failures';
import { groupsOf, isTold, largestFitting, nextSteps, roundOrder } from './protocol';
import type { DecodeEvent, DecodeRequest, LayerRequest, RunFailure } from './records';

/** Of one step: about a second of one core, for the check in float64. */
const mostMultiplyAdds = 1e9;

/** Of the weights and caches of all points that are in memory at once: a browser tab with more is likely to be ended by the system. */
const mostBytes = 800e6;

/** Why a point is not for the CPU, or undefined where it is. */
export function refusal(request: LayerRequest, point: Point): RunFailure | undefined {
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

interface Contestant {
  readonly point: CpuPoint;
  readonly firstNs: number;
  readonly stepsPerSample: number;
  readonly samplesNs: number[];
}

/** How many steps a sample needs; warms up on the way. */
async function calibrate(
  point: CpuPoint,
  resolutionNs: number,
  signal: AbortSignal,
): Promise<number> {
  let steps = 1;
  for (;;) {
    const sampleNs = await point.time(steps, signal);
    const next = nextSteps(steps, sampleNs, { resolutionNs, largestSubmit: 1 });
    if (next === steps) return steps;
    steps = next;
  }
}

/**
 * Yields events as they come. Contexts ascend in groups that fit the memory together, the shortest context first
 * and alone. A point whose output disagrees with float64 is reported and not timed. Throws the signal's reason within
 * a slice of an abort.
 */
export async function* decodeOnCpu(
  request: DecodeRequest,
  signal: AbortSignal,
): AsyncGenerator<DecodeEvent, void> {
  const points = pointsOf(request);
  const progress = new Progress(points.length, request.rounds);
  const fitting: (Point & { readonly bytes: number })[] = [];
  const runner = await openRunner(threadCount()).catch(unsupported);
  for (const point of points) {
    const failure = 'memory' in runner ? refusal(request, point) : runner;
    if (failure) {
      yield failureEvent(point, failure);
      progress.prepared();
      progress.skipped();
    } else {
      fitting.push({ ...point, bytes: referenceBytes(point.plan, request.batch, point.context) });
    }
  }
  if (!('memory' in runner)) return;
  try {
    for (const group of groupsOf(fitting, mostBytes)) {
      const contestants: Contestant[] = [];
      try {
        yield* prepareGroup(runner, request, group, contestants, progress, signal);
        yield* measureGroup(request, contestants, progress, signal);
      } finally {
        for (const { point } of contestants) point.dispose();
      }
    }
  } finally {
    runner.dispose();
  }
}

/** Browsers of before 2023 have no WebAssembly SIMD. */
export function unsupported(error: unknown): RunFailure {
  if (error instanceof NoSimdError) return { code: 'unsupported', message: error.message };
  throw error;
}

/** Adds to `contestants` the points that run and agree; the caller disposes of them. */
async function* prepareGroup(
  runner: Runner,
  request: DecodeRequest,
  group: readonly Point[],
  contestants: Contestant[],
  progress: Progress,
  signal: AbortSignal,
): AsyncGenerator<DecodeEvent, void> {
  const resolutionNs = wallClockStepNs();
  for (const entry of group) {
    let point: CpuPoint | undefined;
    try {
      yield progress.event('fill', entry);
      point = await CpuPoint.prepare(runner, request, entry, signal);
      const firstNs = await point.time(1, signal);
      yield progress.event('check', entry);
      const agreement = await point.check(request, signal);
      yield { type: 'agreement', agreement };
      if (agreement.agrees) {
        const stepsPerSample = await calibrate(point, resolutionNs, signal);
        contestants.push({ point, firstNs, stepsPerSample, samplesNs: [] });
        point = undefined;
      } else progress.skipped();
    } catch (error) {
      yield failureEvent(entry, failureOf(error, signal));
      progress.skipped();
    } finally {
      point?.dispose();
    }
    progress.prepared();
  }
}

async function* measureGroup(
  request: DecodeRequest,
  contestants: readonly Contestant[],
  progress: Progress,
  signal: AbortSignal,
): AsyncGenerator<DecodeEvent, void> {
  const { rounds, seed } = request;
  const resolutionNs = wallClockStepNs();
  for (let round = 0; round < rounds; round++) {
    for (const contestant of roundOrder(contestants, seed, round)) {
      const { point, stepsPerSample, samplesNs } = contestant;
      yield progress.event('measure', point.point);
      samplesNs.push((await point.time(stepsPerSample, signal)) / stepsPerSample);
      progress.measured();
      if (!isTold(samplesNs.length, rounds)) continue;
      const how = {
        ...contestant,
        ranOn: 'cpu',
        format: 'f32',
        timer: 'wallClock',
        resolutionNs,
        parts: 1,
        firstCompiled: false,
        rotatedBytes: point.cacheBytes,
      } as const;
      yield { type: 'point', point: measuredPoint(request, point.point, how) };
    }
  }
}
