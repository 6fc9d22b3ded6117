// Decode against context on a GPU: every point is checked against float64, then timed in interleaved rounds.

import { formats } from '../attention/format';
import { checked } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import type { Timer } from '../gpu/timer';
import { Session } from '../kernels/session';
import { compare } from '../reference/agreement';
import {
  cheapestTwin,
  failureEvent,
  measuredPoint,
  pointsOf,
  Progress,
  type Point,
} from './contest';
import { prepareReference } from './expected';
import { failureOf, TooSlowError } from './failures';
import { fitOf, memoryOf, sessionSpec, type Fit } from './fit';
import { Pace } from './pace';
import { isTold, groupsOf, nextSteps, partsOf, roundOrder } from './protocol';
import type { AgreementReport, DecodeEvent, DecodeRequest } from './records';
import { seedings } from './seeding';

/** A step foreseen to take longer is refused: seven rounds of it are more than a reader waits for. */
const longestStepNs = 15e9;

/** The contexts at which a step is timed first, to foresee how long the whole one takes. */
const trialContexts = [64, 256] as const;

export interface DecodeDevice {
  readonly gpu: Gpu;
  readonly timer: Timer;
  /** Makes the sessions; a test gives its own to plant a fault. */
  readonly createSession?: typeof Session.create;
}

interface Runner {
  readonly point: Point;
  readonly session: Session;
  readonly firstNs: number;
  readonly samplesNs: number[];
  /** Submits into which one step is cut; 1 where samples hold whole steps. */
  readonly parts: number;
  stepsPerSample: number;
}

type FittingPoint = Point & Fit;

/** Decode positions: the new token is the last of `context`, in every sequence. */
function setContext(session: Session, context: number): void {
  const { batch } = session.schedule.knobs;
  const perSequence = (value: number) => Array.from({ length: batch }, () => value);
  session.setStep({
    newTokens: 1,
    starts: perSequence(context - 1),
    lengths: perSequence(context),
    offsets: perSequence(context - 1),
  });
}

class DecodeRun {
  constructor(
    private readonly device: DecodeDevice,
    private readonly request: DecodeRequest,
    private readonly signal: AbortSignal,
  ) {}

  /** Compiles, allocates, and runs a first step of one token of context: a first dispatch is always small. */
  async start(point: FittingPoint): Promise<Runner> {
    const { gpu, createSession } = this.device;
    const beganMs = performance.now();
    const spec = { ...sessionSpec(this.request, point.context), copies: point.copies };
    const session = await (createSession
      ? createSession(gpu, point.plan, spec)
      : Session.create(gpu, point.plan, spec));
    try {
      this.signal.throwIfAborted();
      setContext(session, 1);
      await this.runOnce(session);
      const firstNs = (performance.now() - beganMs) * 1e6;
      const parts = await this.foresee(session, point.context);
      return { point, session, firstNs, samplesNs: [], parts, stepsPerSample: 1 };
    } catch (error) {
      session.dispose();
      throw error;
    }
  }

  /**
   * Into how many parts the whole step is to be cut, as far as two short ones tell. Throws TooSlowError where it
   * would take too long even so.
   */
  private async foresee(session: Session, context: number): Promise<number> {
    const { largestSubmit } = this.device.timer;
    const [short, long] = trialContexts;
    setContext(session, Math.min(short, context));
    const shortNs = await this.time(session, 1);
    if (context <= long)
      return partsOf((shortNs * context) / Math.min(short, context), largestSubmit);
    setContext(session, long);
    const longNs = await this.time(session, 1);
    // Part of a step does not depend on the context: projections, launches.
    const nsPerToken = Math.max(longNs - shortNs, 0) / (long - short);
    const ns = longNs + nsPerToken * (context - long);
    if (ns <= longestStepNs) return partsOf(ns, largestSubmit);
    throw new TooSlowError(`one step would take about ${(ns / 1e9).toFixed(1)} s here`);
  }

  /** Fills weights, inputs and all copies of the cache, and sets the step to the whole context. */
  async fill({ point, session }: Runner): Promise<void> {
    await checked(this.device.gpu, 'fill', async () => {
      for (const { kind, id, seed, scale } of seedings(point.plan, this.request.seed)) {
        if (kind === 'weight') await session.fillWeight(id, seed, scale);
        else if (kind === 'input') await session.fillInput(id, seed, scale);
        else await session.cache.fill(id, seed, scale, point.context);
      }
    });
    this.signal.throwIfAborted();
    setContext(session, point.context);
  }

  /** Runs one step on the first copy and compares its whole output with float64. */
  async check({ point, session, parts }: Runner): Promise<AgreementReport> {
    const { batch, seed, format } = this.request;
    const { variantId, mode, context, plan } = point;
    await this.runOnce(session, parts);
    const actual = await session.read(plan.output);
    const pace = new Pace(this.signal);
    const twin = cheapestTwin(this.request, point);
    const ids = new Set([...twin.weights.map(({ id }) => id), ...twin.inputs]);
    const seeding = seedings(plan, seed).filter(({ kind, id }) => kind === 'cache' || ids.has(id));
    const reference = await prepareReference(twin, seeding, { batch, context }, pace);
    const expected = await pace.finish(reference.step());
    const bound = formats[format].errorBound;
    const { error, agrees } = compare(actual, expected, bound);
    return { variantId, mode, context, error, bound, agrees };
  }

  /** Finds how many steps a sample needs; warms up on the way. */
  async calibrate(runner: Runner): Promise<void> {
    const { largestSubmit } = this.device.timer;
    if (runner.parts > 1) {
      await this.sample(runner);
      return;
    }
    for (;;) {
      const { stepsPerSample } = runner;
      const ns = await this.time(runner.session, stepsPerSample);
      runner.stepsPerSample = nextSteps(stepsPerSample, ns, largestSubmit);
      if (runner.stepsPerSample === stepsPerSample) return;
    }
  }

  /** One sample: nanoseconds of one step. */
  async sample({ session, stepsPerSample, parts, samplesNs }: Runner): Promise<number> {
    if (parts === 1) return (await this.time(session, stepsPerSample)) / stepsPerSample;
    let ns = 0;
    for (const encode of session.parts(parts, samplesNs.length)) {
      ns += await this.device.timer.sample(encode, 1);
      this.signal.throwIfAborted();
    }
    return ns;
  }

  /** Nanoseconds of `steps` steps together, over the copies of the cache in turn. */
  private async time(session: Session, steps: number): Promise<number> {
    const ns = await this.device.timer.sample((pass, i) => session.encode(pass, i), steps);
    this.signal.throwIfAborted();
    return ns;
  }

  /** One step on the first copy of the cache, to its end. */
  private async runOnce(session: Session, parts = 1): Promise<void> {
    for (const encode of session.parts(parts)) await this.submit(encode);
  }

  private async submit(encode: (pass: GPUComputePassEncoder) => void): Promise<void> {
    const { gpu } = this.device;
    await checked(gpu, 'decode step', async () => {
      const encoder = gpu.device.createCommandEncoder({ label: 'decode step' });
      const pass = encoder.beginComputePass({ label: 'decode step' });
      encode(pass);
      pass.end();
      gpu.device.queue.submit([encoder.finish()]);
      await gpu.device.queue.onSubmittedWorkDone();
    });
    this.signal.throwIfAborted();
  }
}

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
  const memory = memoryOf(device.gpu.device.limits);
  const fitting: FittingPoint[] = [];
  for (const point of points) {
    const fit = fitOf(request, point, memory);
    if ('copies' in fit) {
      fitting.push({ ...point, ...fit });
    } else {
      yield failureEvent(point, fit);
      progress.prepared();
      progress.skipped();
    }
  }
  for (const group of groupsOf(fitting, memory.totalBytes)) {
    const runners: Runner[] = [];
    try {
      yield* prepareGroup(run, group, runners, progress, signal);
      yield* measureGroup(run, runners, device, request, progress);
    } finally {
      for (const { session } of runners) session.dispose();
    }
  }
}

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
  if (!runner) return;
  runners.splice(runners.indexOf(runner), 1);
  runner.session.dispose();
}

async function* measureGroup(
  run: DecodeRun,
  runners: readonly Runner[],
  { timer }: DecodeDevice,
  request: DecodeRequest,
  progress: Progress,
): AsyncGenerator<DecodeEvent, void> {
  const { rounds, seed, format } = request;
  for (let round = 0; round < rounds; round++) {
    for (const runner of roundOrder(runners, seed, round)) {
      const { point, session, samplesNs, firstNs, stepsPerSample } = runner;
      yield progress.event('measure', point);
      samplesNs.push(await run.sample(runner));
      progress.measuredRound();
      if (!isTold(samplesNs.length, rounds)) continue;
      const { kind } = timer;
      const { actualBytes } = session;
      const how = { format, samplesNs, firstNs, stepsPerSample, timer: kind, actualBytes };
      yield { type: 'point', point: measuredPoint(request, point, { ...how, ranOn: 'gpu' }) };
    }
  }
}
