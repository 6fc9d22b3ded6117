// One point of a decode run on the CPU: its session, filled with the seeded values, and its steps in slices.

import { axesOf, sizeOf } from '../attention/plan';
import { uniform } from '../attention/random';
import { CpuSession, type CpuStep } from '../cpu/session';
import type { Runner } from '../cpu/tasks';
import { OutOfMemoryError } from '../gpu/errors';
import { appendedFields, compareStep, type Made } from './check';
import type { Point } from './contest';
import { fill, referenceBytes } from './expected';
import { Pace } from './pace';
import type { AgreementReport, LayerRequest } from './records';
import { seedings, type Seeding } from './seeding';

/** Rows of a cache are padded: those of a width that is no multiple of 4 are filled one at a time. */
async function fillCache(session: CpuSession, seeding: Seeding, pace: Pace): Promise<void> {
  const { values, width, rowElements } = session.cacheRows(seeding.id);
  if (width === rowElements) {
    await fill(values, seeding, pace);
    return;
  }
  const { seed, scale } = seeding;
  for (let row = 0, i = 0; row < values.length; row += rowElements) {
    for (let column = 0; column < width; column++) {
      values[row + column] = uniform(seed, i++) * scale;
    }
    await pace.breathe();
  }
}

/** Appends the last ones of `context` tokens in every sequence. */
function stepAt(context: number, batch: number, newTokens = 1): CpuStep {
  const perSequence = (value: number) => Array.from({ length: batch }, () => value);
  return {
    newTokens,
    starts: perSequence(context - newTokens),
    lengths: perSequence(context),
    offsets: perSequence(context - newTokens),
  };
}

export class CpuPoint {
  private constructor(
    readonly point: Point,
    private readonly session: CpuSession,
    private step: CpuStep,
  ) {}

  /**
   * Throws OutOfMemoryError where the browser has no room, or the signal's reason within a slice of an abort. The row
   * that a step appends is NaN until then, so that a result without it cannot agree.
   */
  static async prepare(
    runner: Runner,
    { batch, seed }: LayerRequest,
    point: Point,
    signal: AbortSignal,
  ): Promise<CpuPoint> {
    const { plan, context, newTokens } = point;
    const pace = new Pace(signal);
    const seeding = seedings(plan, seed);
    const neededBytes = referenceBytes(plan, batch, context);
    const values = new Map<string, Float32Array>();
    for (const each of seeding) {
      if (each.kind === 'cache') continue;
      const rows = each.kind === 'input' ? batch * newTokens : 1;
      const size = rows * sizeOf(axesOf(plan, each.id));
      const array = within(neededBytes, () => new Float32Array(size));
      await fill(array, each, pace);
      values.set(each.id, array);
    }
    const size = { batch, capacity: context, maxNewTokens: newTokens };
    const session = within(
      neededBytes,
      () => new CpuSession(runner, plan, Object.fromEntries(values), size),
    );
    try {
      for (const each of seeding) {
        if (each.kind === 'cache') await fillCache(session, each, pace);
        else if (each.kind === 'input') {
          session.writeInput(each.id, newTokens, values.get(each.id) ?? new Float32Array());
        }
      }
      for (const id of appendedFields(plan)) session.poisonToken(id, context - 1);
    } catch (error) {
      session.dispose();
      throw error;
    }
    return new CpuPoint(point, session, stepAt(context, batch, newTokens));
  }

  /** Sets the step that appends the last of `context` tokens, of these inputs by id, [batch, 1, ...axes]. */
  set(context: number, inputs: Readonly<Record<string, Float32Array>>): void {
    for (const [id, values] of Object.entries(inputs)) this.session.writeInput(id, 1, values);
    this.step = stepAt(context, this.step.lengths.length);
  }

  get cacheBytes(): number {
    return this.session.cacheBytes;
  }

  /** Nanoseconds of some steps together, pauses left out. */
  async time(steps: number, signal: AbortSignal): Promise<number> {
    const pace = new Pace(signal);
    for (let i = 0; i < steps; i++) {
      await pace.finish(this.session.step(this.step));
      await pace.breathe();
    }
    return pace.busyNs;
  }

  /** Compares what the last step made with float64. */
  check(request: LayerRequest, signal: AbortSignal): Promise<AgreementReport> {
    const made = this.made(this.point.context);
    return compareStep({ ...request, format: 'f32' }, this.point, made, signal);
  }

  /** What the last step made, as the last of `context` tokens. */
  made(context: number): Made {
    const { plan, newTokens } = this.point;
    const output = this.session.read(plan.output, newTokens);
    const rows = new Map(
      appendedFields(plan).map((id) => [id, this.session.readToken(id, context - 1)]),
    );
    return { output, rows };
  }

  /** A tensor of the new token as the last step left it, [batch, 1, ...axes]. */
  tensor(id: string): Float32Array {
    return this.session.read(id, 1);
  }

  dispose(): void {
    this.session.dispose();
  }
}

/** A browser says that it has no room with a RangeError. */
function within<T>(neededBytes: number, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new OutOfMemoryError('the CPU reader', neededBytes, error.message);
  }
}
