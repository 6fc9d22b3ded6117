// Those who race on the CPU: the same in WebAssembly, in float32 whatever was asked for.

import { formats } from '../attention/format';
import { openRunner } from '../cpu/open';
import type { Runner } from '../cpu/tasks';
import { threadCount } from '../cpu/threadCount';
import { wallClockStepNs } from '../gpu/timer';
import { agreementOf } from './check';
import { pointsAt, type Point } from './contest';
import { refusal, unsupported } from './decodeCpu';
import { CpuPoint } from './decodeCpuPoint';
import { Pace } from './pace';
import { stepsPerLap } from './protocol';
import type { Racer } from './race';
import type { Field, Start } from './raceOn';
import type { Lap, RaceRequest, Racing } from './raceRecords';
import { RaceReference } from './raceReference';
import type { AgreementReport } from './records';
import { tokenInputs, type TokenInputs } from './tokenInputs';

export class CpuRacer implements Racer {
  readonly racing: Racing;
  readonly allocatedBytes: number;
  readonly bytesPerToken: number;
  private stepNs = 0;
  private readonly clock = { resolutionNs: wallClockStepNs(), largestSubmit: 1 };

  private constructor(
    private readonly point: CpuPoint,
    private readonly reference: RaceReference,
    private readonly inputsAt: (position: number) => TokenInputs,
    private readonly signal: AbortSignal,
    { batch, from }: RaceRequest,
    private held = from,
  ) {
    const { variantId, mode, context } = point.point;
    this.racing = { variantId, mode, ranOn: 'cpu' };
    this.allocatedBytes = point.cacheBytes;
    this.bytesPerToken = this.allocatedBytes / (context * batch);
  }

  /** Fills the cache and makes float64 ready. Throws where the browser has no room. */
  static async enter(
    runner: Runner,
    request: RaceRequest,
    point: Point,
    signal: AbortSignal,
  ): Promise<CpuRacer> {
    const racer = await CpuPoint.prepare(runner, request, point, signal);
    try {
      const stored = { ...request, format: 'f32' } as const;
      const reference = await RaceReference.prepare(stored, point, new Pace(signal));
      const inputsAt = tokenInputs(point.plan, request.seed, request.batch);
      return new CpuRacer(racer, reference, inputsAt, signal, request);
    } catch (error) {
      racer.dispose();
      throw error;
    }
  }

  async lap(context: number): Promise<Pick<Lap, 'stepNs' | 'steps'>> {
    const { point, inputsAt, signal } = this;
    for (; this.held < context; this.held++) {
      point.set(this.held + 1, inputsAt(this.held));
      // The last one is timed below.
      if (this.held + 1 < context) await point.time(1, signal);
    }
    const steps = this.stepNs > 0 ? stepsPerLap(this.stepNs, this.clock) : 1;
    this.stepNs = (await point.time(steps, signal)) / steps;
    return { stepNs: this.stepNs, steps };
  }

  async check(context: number): Promise<AgreementReport> {
    const made = this.point.made(context);
    const expected = await this.reference.expected(context, new Pace(this.signal));
    return agreementOf({ ...this.point.point, context }, made, expected, formats.f32.storedBound);
  }

  dispose(): void {
    this.point.dispose();
  }
}

/** Every contender, or why it cannot enter; with threads of its own while the race lasts. */
export async function cpuField(request: RaceRequest, signal: AbortSignal): Promise<Field> {
  const runner = await openRunner(threadCount()).catch(unsupported);
  const starts = pointsAt(request, request.until).map((point): Start => {
    const { variantId, mode } = point;
    return {
      racing: { variantId, mode, ranOn: 'cpu' },
      async enter() {
        if (!('memory' in runner)) return runner;
        return refusal(request, point) ?? CpuRacer.enter(runner, request, point, signal);
      },
    };
  });
  return {
    starts,
    dispose() {
      if ('memory' in runner) runner.dispose();
    },
  };
}
