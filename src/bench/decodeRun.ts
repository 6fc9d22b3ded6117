// One point of a decode run on a GPU: made, filled, checked against float64, calibrated, sampled.

import { checked } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import { OutOfMemoryError } from '../gpu/errors';
import { compiledCount } from '../gpu/pipelines';
import type { Encode, Timer } from '../gpu/timer';
import { Session } from '../kernels/session';
import { appendedFields, compareStep, type Made } from './check';
import { priceOf, type Point } from './contest';
import type { Fit } from './fit';
import { longestSubmitNs, nextSteps, partsOf } from './protocol';
import type { AgreementReport, LayerRequest } from './records';
import { seedings } from './seeding';
import { refuseTooSlow } from './tooSlow';

/** The contexts at which a step is timed first, to foresee how long the whole one takes. */
const trialContexts = [64, 256] as const;

export interface DecodeDevice {
  readonly gpu: Gpu;
  readonly timer: Timer;
  /** Makes the sessions; a test gives its own to plant a fault. */
  readonly createSession?: typeof Session.create;
}

export interface Runner {
  readonly point: FittingPoint;
  readonly session: Session;
  /** Encodes one step after the other, each on the next copy of the cache, from sample to sample. */
  readonly encode: Encode;
  readonly rotatedBytes: number;
  readonly firstNs: number;
  readonly firstCompiled: boolean;
  readonly samplesNs: number[];
  stepsPerSample: number;
  /** About how many submits a step is to be cut into; 1 where samples hold whole steps. */
  wantedParts: number;
  /** The submits of a step as it was sampled. */
  parts: number;
}

export type FittingPoint = Point & Fit;

/** The new tokens are the last of `context`, in every sequence. */
function setContext(session: Session, context: number, newTokens = 1): void {
  const { batch } = session.schedule.knobs;
  const perSequence = (value: number) => Array.from({ length: batch }, () => value);
  session.setStep({
    newTokens,
    starts: perSequence(context - newTokens),
    lengths: perSequence(context),
    offsets: perSequence(context - newTokens),
  });
}

/** Goes on where the sample before ended: short samples would else read the first copies only. */
function rotating(session: Session): Encode {
  let copy = 0;
  return (pass) => session.encode(pass, copy++);
}

export class DecodeRun {
  constructor(
    private readonly device: DecodeDevice,
    private readonly request: LayerRequest,
    private readonly signal: AbortSignal,
  ) {}

  /** Compiles, allocates, and runs a first step of one token of context: a first dispatch is always small. */
  async start(point: FittingPoint): Promise<Runner> {
    const { gpu } = this.device;
    const beganMs = performance.now();
    const compiledBefore = compiledCount(gpu);
    const { session, rotatedBytes } = await this.create(point);
    try {
      this.signal.throwIfAborted();
      setContext(session, 1);
      await this.runOnce(session);
      const firstNs = (performance.now() - beganMs) * 1e6;
      const firstCompiled = compiledCount(gpu) > compiledBefore;
      const encode = rotating(session);
      const wantedParts = await this.foresee(session, encode, point);
      return {
        point,
        session,
        encode,
        rotatedBytes,
        firstNs,
        firstCompiled,
        wantedParts,
        samplesNs: [],
        stepsPerSample: 1,
        parts: 1,
      };
    } catch (error) {
      session.dispose();
      throw error;
    }
  }

  /** With a single copy of the cache where the device has no room for all. */
  private async create(point: FittingPoint): Promise<Pick<Runner, 'session' | 'rotatedBytes'>> {
    const { gpu, createSession } = this.device;
    const { copies, rotatedBytes, knobs } = point;
    const make = (count: number) => {
      const how = { ...knobs, copies: count };
      return createSession
        ? createSession(gpu, point.plan, how)
        : Session.create(gpu, point.plan, how);
    };
    try {
      return { session: await make(copies), rotatedBytes };
    } catch (error) {
      if (!(error instanceof OutOfMemoryError) || copies === 1) throw error;
      return { session: await make(1), rotatedBytes: rotatedBytes / copies };
    }
  }

  /**
   * Into how many parts the whole step is to be cut, as far as two short ones tell. Throws TooSlowError where it
   * would take too long even so.
   */
  private async foresee(session: Session, encode: Encode, point: FittingPoint): Promise<number> {
    const { context, newTokens } = point;
    const { largestSubmit } = this.device.timer;
    const [short, long] = trialContexts;
    /** A step of the point's share of new tokens, but cut to a trial's context. */
    const trial = async (tokens: number) => {
      const most = Math.min(tokens, context);
      setContext(session, most, Math.min(newTokens, most));
      return this.time(encode, 1);
    };
    const shortNs = await trial(short);
    if (context <= long && newTokens === 1)
      return partsOf((shortNs * context) / Math.min(short, context), largestSubmit);
    const longNs = await trial(long);
    // Part of a step does not depend on the context: projections, launches.
    const nsPerToken = Math.max(longNs - shortNs, 0) / (long - short);
    const ns =
      newTokens === 1
        ? longNs + nsPerToken * (context - long)
        : longNs * this.moreWork(point, Math.min(long, context));
    refuseTooSlow(ns, session.schedule);
    return partsOf(ns, largestSubmit);
  }

  /** How many times the flops of a step of several tokens are those of one cut to `context`. */
  private moreWork(point: FittingPoint, context: number): number {
    const cut = { ...point, context, newTokens: Math.min(point.newTokens, context) };
    return priceOf(this.request, point, 'f32').flops / priceOf(this.request, cut, 'f32').flops;
  }

  /**
   * Fills weights, inputs and all copies of the cache, and sets the step to the whole context. The last row that the
   * step appends is NaN until then, so that a result without it cannot agree.
   */
  async fill({ point, session }: Pick<Runner, 'point' | 'session'>): Promise<void> {
    await checked(this.device.gpu, 'fill', async () => {
      for (const { kind, id, seed, scale } of seedings(point.plan, this.request.seed)) {
        if (kind === 'weight') await session.fillWeight(id, seed, scale);
        else if (kind === 'input') await session.fillInput(id, seed, scale);
        else await session.cache.fill(id, seed, scale, point.context);
      }
      for (const id of appendedFields(point.plan)) session.cache.poisonToken(id, point.context - 1);
      session.cache.replicate();
    });
    this.signal.throwIfAborted();
    setContext(session, point.context, point.newTokens);
  }

  /** Makes a session that has the cache of another ready for a step: its inputs, and no row or result of before. */
  async renew({ point, session }: Pick<Runner, 'point' | 'session'>): Promise<void> {
    await checked(this.device.gpu, 'renewal', async () => {
      session.poisonActivations();
      for (const { kind, id, seed, scale } of seedings(point.plan, this.request.seed)) {
        if (kind === 'input') await session.fillInput(id, seed, scale);
      }
      for (const id of appendedFields(point.plan)) session.cache.poisonToken(id, point.context - 1);
    });
    this.signal.throwIfAborted();
    setContext(session, point.context);
  }

  /** Runs one step on the first copy and compares what it made with float64. */
  async check({ point, session, wantedParts }: Runner): Promise<AgreementReport> {
    await this.runOnce(session, wantedParts);
    const made = await this.made(session, point.context);
    return compareStep(this.request, point, made, this.signal);
  }

  /** Reads what a step on the first copy made, as the last of `context` tokens. */
  async made(session: Session, context: number): Promise<Made> {
    const { plan } = session;
    const output = await session.read(plan.output);
    const rows = new Map<string, Float32Array>();
    for (const id of appendedFields(plan)) {
      rows.set(id, await session.cache.readToken(id, context - 1));
    }
    this.signal.throwIfAborted();
    return { output, rows };
  }

  /** Sets the step that appends the last of `context` tokens, of these inputs by id, [batch, 1, ...axes]. */
  set({ session }: Runner, context: number, inputs: Readonly<Record<string, Float32Array>>): void {
    for (const [id, values] of Object.entries(inputs)) session.writeInput(id, values);
    setContext(session, context);
  }

  /**
   * Appends tokens, one step each, untimed: from the first context to the last one. Waits where a stop would otherwise
   * have to wait for more than a submit may take.
   * @param stepNs about how long a step takes
   */
  async grow(
    runner: Runner,
    [first, last]: readonly [first: number, last: number],
    inputsAt: (position: number) => Readonly<Record<string, Float32Array>>,
    stepNs: number,
  ): Promise<void> {
    const { gpu } = this.device;
    const { queue } = gpu.device;
    await checked(gpu, 'growing cache', async () => {
      let queuedNs = 0;
      for (let context = first; context <= last; context++) {
        this.set(runner, context, inputsAt(context - 1));
        for (const encode of runner.session.parts(runner.wantedParts)) this.enqueue(encode);
        queuedNs += stepNs;
        if (queuedNs < longestSubmitNs / 2 && context < last) continue;
        await queue.onSubmittedWorkDone();
        this.signal.throwIfAborted();
        queuedNs = 0;
      }
    });
  }

  /** Finds how many steps a sample needs; warms up on the way. */
  async calibrate(runner: Runner): Promise<void> {
    if (runner.wantedParts > 1) {
      await this.sample(runner);
      return;
    }
    for (;;) {
      const { stepsPerSample } = runner;
      const ns = await this.time(runner.encode, stepsPerSample);
      runner.stepsPerSample = nextSteps(stepsPerSample, ns, this.device.timer);
      if (runner.stepsPerSample === stepsPerSample) return;
    }
  }

  /** One sample: nanoseconds of one step. */
  async sample(runner: Runner): Promise<number> {
    const { session, encode, stepsPerSample, wantedParts, samplesNs } = runner;
    if (wantedParts === 1) return (await this.time(encode, stepsPerSample)) / stepsPerSample;
    let ns = 0;
    let parts = 0;
    for (const encodePart of session.parts(wantedParts, samplesNs.length)) {
      ns += await this.device.timer.term(encodePart, 1);
      parts += 1;
      this.signal.throwIfAborted();
    }
    if (ns <= 0) throw new Error(`the parts of a step took ${ns} ns together`);
    runner.parts = parts;
    return ns;
  }

  /** Nanoseconds of `steps` steps together. */
  private async time(encode: Encode, steps: number): Promise<number> {
    const ns = await this.device.timer.sample(encode, steps);
    this.signal.throwIfAborted();
    return ns;
  }

  /** One step on the first copy of the cache, to its end. */
  async runOnce(session: Session, parts = 1): Promise<void> {
    for (const encode of session.parts(parts)) await this.submit(encode);
  }

  private async submit(encode: (pass: GPUComputePassEncoder) => void): Promise<void> {
    const { gpu } = this.device;
    await checked(gpu, 'decode step', async () => {
      this.enqueue(encode);
      await gpu.device.queue.onSubmittedWorkDone();
    });
    this.signal.throwIfAborted();
  }

  private enqueue(encode: (pass: GPUComputePassEncoder) => void): void {
    const { device } = this.device.gpu;
    const encoder = device.createCommandEncoder({ label: 'decode step' });
    const pass = encoder.beginComputePass({ label: 'decode step' });
    encode(pass);
    pass.end();
    device.queue.submit([encoder.finish()]);
  }
}
