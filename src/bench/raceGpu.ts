// Those who race on the GPU: a session each, with one copy of a cache that has room for the whole race.

import { formats } from '../attention/format';
import { footprint } from '../kernels/footprint';
import { schedule } from '../kernels/schedule';
import { agreementOf } from './check';
import { pointsAt, type Point } from './contest';
import { DecodeRun, type DecodeDevice, type FittingPoint, type Runner } from './decodeRun';
import { fitOf, memoryOf } from './fit';
import { Pace } from './pace';
import { largestFitting, partsOf, stepsPerLap } from './protocol';
import type { Racer } from './race';
import type { Field, Start } from './raceOn';
import type { Lap, RaceRequest, Racing } from './raceRecords';
import { RaceReference } from './raceReference';
import type { AgreementReport, RunFailure } from './records';
import { tokenInputs, type TokenInputs } from './tokenInputs';
import { choiceFor } from './tuning/key';

export class GpuRacer implements Racer {
  readonly racing: Racing;
  readonly allocatedBytes: number;
  readonly bytesPerToken: number;
  private stepNs = 0;

  private constructor(
    private readonly device: DecodeDevice,
    private readonly run: DecodeRun,
    private readonly runner: Runner,
    private readonly reference: RaceReference,
    private readonly inputsAt: (position: number) => TokenInputs,
    private readonly request: RaceRequest,
    private readonly signal: AbortSignal,
    private held: number,
  ) {
    const { variantId, mode, context } = runner.point;
    this.racing = { variantId, mode, ranOn: 'gpu' };
    this.allocatedBytes = runner.session.cache.allocatedBytes;
    this.bytesPerToken = this.allocatedBytes / (context * request.batch);
  }

  /** Compiles, fills the cache and makes float64 ready. Throws where the point cannot run here. */
  static async enter(
    device: DecodeDevice,
    request: RaceRequest,
    point: FittingPoint,
    signal: AbortSignal,
  ): Promise<GpuRacer> {
    const run = new DecodeRun(device, request, signal);
    const runner = await run.start(point);
    try {
      await run.fill(runner);
      const reference = await RaceReference.prepare(request, point, new Pace(signal));
      const inputsAt = tokenInputs(point.plan, request.seed, request.batch);
      const { from } = request;
      return new GpuRacer(device, run, runner, reference, inputsAt, request, signal, from);
    } catch (error) {
      runner.session.dispose();
      throw error;
    }
  }

  async lap(context: number): Promise<Pick<Lap, 'stepNs' | 'steps'>> {
    const { run, runner, inputsAt, stepNs } = this;
    const { timer } = this.device;
    if (this.held + 1 < context) {
      await run.grow(runner, [this.held + 1, context - 1], inputsAt, stepNs);
    }
    run.set(runner, context, inputsAt(context - 1));
    this.held = context;
    // The first lap is of one step, cut as the whole race's longest would have to be.
    if (stepNs > 0) {
      runner.wantedParts = partsOf(stepNs, timer.largestSubmit);
      runner.stepsPerSample = stepsPerLap(stepNs, timer);
    }
    this.stepNs = await run.sample(runner);
    return {
      stepNs: this.stepNs,
      steps: runner.wantedParts === 1 ? runner.stepsPerSample : 1,
    };
  }

  async check(context: number): Promise<AgreementReport> {
    const { run, runner, reference, request } = this;
    const made = await run.made(runner.session, context);
    const expected = await reference.expected(context, new Pace(this.signal));
    const point = { ...runner.point, context };
    return agreementOf(point, made, expected, formats[request.format].storedBound);
  }

  dispose(): void {
    this.runner.session.dispose();
  }
}

/** Every contender with one copy of its cache, or why it cannot enter. */
export function gpuField(device: DecodeDevice, request: RaceRequest, signal: AbortSignal): Field {
  const starts = entrantsOf(device, request).map((entrant): Start => {
    const { variantId, mode } = entrant;
    return {
      racing: { variantId, mode, ranOn: 'gpu' },
      enter: () =>
        'failure' in entrant
          ? Promise.resolve(entrant.failure)
          : GpuRacer.enter(device, request, entrant, signal),
    };
  });
  return { starts, dispose: () => {} };
}

type Entrant = FittingPoint | (Point & { readonly failure: RunFailure });

/** All race at once, so that all must fit beside each other. */
function entrantsOf({ gpu }: DecodeDevice, request: RaceRequest): Entrant[] {
  const memory = memoryOf(gpu);
  const entrantsAt = (context: number) =>
    pointsAt(request, context).map((point): Entrant => {
      const fit = fitOf(request, point, memory, (plan, knobs) =>
        choiceFor(gpu, plan, knobs, request.tuned ?? []),
      );
      if (!('copies' in fit)) return { ...point, failure: fit };
      const bytes = footprint(schedule(point.plan, fit.knobs)).totalBytes;
      return { ...point, ...fit, copies: 1, rotatedBytes: fit.rotatedBytes / fit.copies, bytes };
    });
  const entrants = entrantsAt(request.until);
  const limitBytes = memory.totalBytes;
  const neededBytes = bytesOf(entrants);
  if (neededBytes <= limitBytes) return entrants;
  const fits = (context: number) => bytesOf(entrantsAt(context)) <= limitBytes;
  const largestContext = largestFitting(request.until, fits);
  const failure = { code: 'doesNotFit', neededBytes, limitBytes, largestContext } as const;
  return entrants.map((entrant) => ({ ...entrant, failure }));
}

const bytesOf = (entrants: readonly Entrant[]): number =>
  entrants.reduce((sum, entrant) => sum + ('bytes' in entrant ? entrant.bytes : 0), 0);
