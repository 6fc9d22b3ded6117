// What float64 makes of a race: it appends the same tokens, and attends to all where a racer is checked.

import { weightFormatFor } from '../attention/format';
import { roundedToHalf } from '../attention/halfWeights';
import type { Plan } from '../attention/plan';
import { cut, reads, writes } from '../attention/scope';
import { isMatrix } from '../kernels/regions';
import { Reference } from '../reference/reference';
import type { Weights } from '../reference/run';
import { seedingsOfTwin, type Expected } from './check';
import { cheapestTwin, type Point } from './contest';
import { prepareReference } from './expected';
import type { Pace } from './pace';
import type { RaceRequest } from './raceRecords';
import { tokenInputs, type TokenInputs } from './tokenInputs';

/** The steps that lead to the cache: all that a token needs which nobody checks. */
export function appending(plan: Plan): Plan {
  const needed = new Set<string>();
  const kept = new Set(
    plan.steps.toReversed().filter((step) => {
      if (step.op !== 'append' && !needed.has(writes(step))) return false;
      for (const id of reads(step)) needed.add(id);
      return true;
    }),
  );
  return cut(plan, (step) => kept.has(step));
}

/**
 * As the device stores them. In a single step only one row is made of weights; here every row that the race appends
 * is, and what rounding the weights changes in all of them would be taken for a fault of the kernels.
 */
async function roundWeights(plan: Plan, weights: Weights, pace: Pace): Promise<void> {
  for (const [id, values] of Object.entries(weights)) {
    if (!isMatrix(plan, id)) continue;
    for (let first = 0; first < values.length; first += roundedAtOnce) {
      const end = Math.min(first + roundedAtOnce, values.length);
      for (let i = first; i < end; i++) values[i] = roundedToHalf(values[i] ?? 0);
      await pace.breathe();
    }
  }
}

/** Between two looks at the clock. */
const roundedAtOnce = 1 << 14;

export class RaceReference {
  private constructor(
    private readonly attending: Reference,
    private readonly appending: Reference,
    private readonly inputsAt: (position: number) => TokenInputs,
    /** Tokens that its cache holds. */
    private held: number,
  ) {}

  /** Makes the weights and the tokens cached before the race. Throws OutOfMemoryError, or the signal's reason. */
  static async prepare(request: RaceRequest, point: Point, pace: Pace): Promise<RaceReference> {
    const { batch, seed, from, until } = request;
    const format = request.format;
    const twin = cheapestTwin(request, point);
    const seeding = seedingsOfTwin(twin, point.plan, seed);
    const size = { batch, context: until, format };
    const { cache, weights } = await prepareReference(twin, seeding, size, pace);
    if (weightFormatFor(format) === 'f16') await roundWeights(twin, weights, pace);
    return new RaceReference(
      new Reference(twin, weights, cache),
      new Reference(appending(twin), weights, cache),
      tokenInputs(point.plan, seed, batch),
      from,
    );
  }

  /** What the step makes that appends the last of `context` tokens; called with longer contexts only. */
  async expected(context: number, pace: Pace): Promise<Expected> {
    for (; this.held < context - 1; this.held++) {
      await pace.finish(this.step(this.appending, this.held));
    }
    const output = await pace.finish(this.step(this.attending, context - 1));
    this.held = context;
    return { output, cache: this.attending.cache };
  }

  private *step(reference: Reference, position: number): Generator<number, Float64Array> {
    const { batch } = reference.cache;
    const perSequence = (value: number) => Array.from({ length: batch }, () => value);
    const { output } = yield* reference.steps({
      newTokens: 1,
      inputs: this.inputsAt(position),
      starts: perSequence(position),
      lengths: perSequence(position + 1),
      offsets: perSequence(position),
    });
    return output;
  }
}
