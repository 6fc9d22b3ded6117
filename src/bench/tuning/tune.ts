// Measures which attention kernels serve a plan best on a device: each candidate compiled, checked, then timed in a race.

import { find, type Plan } from '../../attention/plan';
import { cut, writes } from '../../attention/scope';
import { DeviceLostError } from '../../gpu/errors';
import {
  candidatesFor,
  shippedChoice,
  type Candidates,
  type KernelChoice,
} from '../../kernels/choices';
import type { Knobs } from '../../kernels/dispatch';
import type { DecodeDevice } from '../decodeRun';
import { halve, preferring } from './halving';
import { tuningKey } from './key';
import type { RejectedCandidate, Rejection, TunedKernels, TuningProgress } from './records';
import { Trial, type Entrant } from './trial';

/** A pipeline that takes longer would keep a reader waiting, whatever its speed is then. */
const longestCompileNs = 3e9;

/** How much faster than the shipped choice another must be: less may be noise, and the shipped one is compiled anyway. */
const clearlyFaster = 1.1;

/** A step takes at most one part in so many of the budget's share of a candidate: it warms up, and is sampled thrice and more. */
const stepsOfCandidate = 6;

export interface TuningOptions {
  readonly signal: AbortSignal;
  /** Of the device's time, checks included. */
  readonly budgetNs?: number;
  readonly seed?: number;
  /** A test gives its own. */
  readonly compileNs?: number;
}

/** What the choice concerns: attention, and cached rows that are rebuilt for it in turns. */
const tunedPart = (plan: Plan): Plan =>
  cut(
    plan,
    (step) =>
      step.op === 'attend' ||
      ((step.op === 'rebuild' || step.op === 'outerProduct') &&
        find(plan.tensors, writes(step)).rows === 'cached'),
  );

/**
 * Yields what it does next. Each candidate is checked against float64 before it is timed; one that is wrong, fails or
 * compiles too long is rejected with its reason. Without one that can be timed the shipped choice stands. Throws
 * DeviceLostError, or the signal's reason after an abort.
 */
export async function* tune(
  device: DecodeDevice,
  plan: Plan,
  knobs: Knobs,
  { signal, budgetNs = 1.5e9, seed = 1, compileNs = longestCompileNs }: TuningOptions,
): AsyncGenerator<TuningProgress, TunedKernels> {
  const key = tuningKey(device.gpu, plan, knobs);
  const part = tunedPart(plan);
  const { kept, pruned } = candidatesFor(device.gpu, part, knobs);
  const rejected: RejectedCandidate[] = [...pruned];
  const trial = new Trial(device, part, knobs, seed, signal);
  const entrants: Entrant[] = [];
  const reject = (choice: KernelChoice, reason: Rejection) => rejected.push({ choice, reason });
  try {
    for (const [i, choice] of kept.entries()) {
      const progress = { type: 'progress', fraction: i / kept.length / 2, choice } as const;
      signal.throwIfAborted();
      let entrant: Entrant | undefined;
      try {
        yield { ...progress, stage: 'compile' };
        entrant = await within(trial.open(choice), compileNs, signal);
        if (!entrant) {
          reject(choice, { code: 'compilesTooLong', limitNs: compileNs });
          continue;
        }
        yield { ...progress, stage: 'check' };
        const { agrees, error, bound } = await trial.check(entrant);
        if (agrees) {
          entrants.push(entrant);
          continue;
        }
        reject(choice, { code: 'wrong', error, bound });
      } catch (error) {
        if (error instanceof DeviceLostError || signal.aborted) throw error;
        reject(choice, { code: 'failed', message: messageOf(error) });
      }
      if (entrant) trial.drop(entrant);
    }
    const shipped = shippedChoice(device.gpu, plan).choice;
    const timed = asKept(shipped, pruned);
    if (entrants.length === 0) {
      const none = { medianNs: 0, timedContext: 0, spentNs: trial.spentNs };
      return { key, choice: shipped, ...none, rejected };
    }

    // The length of the step is found by the one that is foreseen to be the fastest.
    const ordered = entrants.toSorted(
      (a, b) => likeness(b.choice, timed) - likeness(a.choice, timed),
    );
    const stepNs = (budgetNs - trial.spentNs) / (entrants.length * stepsOfCandidate);
    const { context: timedContext } = await trial.size(ordered, stepNs);
    const race = halve(ordered, {
      sample: (entrant) => trial.sample(entrant),
      spentNs: () => trial.spentNs,
      budgetNs,
      seed,
      signal,
    });
    let next = await race.next();
    while (!next.done) {
      const fraction = 0.5 + Math.min(trial.spentNs / budgetNs, 1) / 2;
      yield { type: 'progress', stage: 'measure', fraction, choice: next.value.choice };
      next = await race.next();
    }
    const isShipped = ({ choice }: Entrant) => likeness(choice, timed) === allAlike;
    const { best, losers } = preferring(next.value, isShipped, clearlyFaster);
    for (const { entrant, reason } of losers) reject(entrant.choice, reason);
    return {
      key,
      choice: best?.entrant.choice ?? shipped,
      medianNs: best?.medianNs ?? 0,
      timedContext,
      spentNs: trial.spentNs,
      rejected,
    };
  } finally {
    trial.dispose();
  }
}

/** The candidate that links what a choice links: another where the choice was pruned as its like. */
function asKept(choice: KernelChoice, pruned: Candidates['pruned']): KernelChoice {
  const same = pruned.find((each) => likeness(each.choice, choice) === allAlike);
  return same?.reason.code === 'sameAs' ? same.reason.choice : choice;
}

/** The likeness of choices that are the same. */
const allAlike = 7;

/** How much of a choice is as in another, the family above all. */
const likeness = (a: KernelChoice, b: KernelChoice): number =>
  4 * Number(a.family === b.family) +
  2 * Number(a.reduction === b.reduction) +
  Number(a.rows === b.rows);

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** What the work gives, or undefined where it takes longer; throws the signal's reason as soon as it is aborted. */
async function within<T>(
  work: Promise<T>,
  ns: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  let timeout: ReturnType<typeof setTimeout> | undefined;
  let stop: (() => void) | undefined;
  const ended = new Promise<undefined>((resolve) => {
    timeout = setTimeout(() => resolve(undefined), ns / 1e6);
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    const result = await Promise.race([work, ended]);
    if (result === undefined) signal.throwIfAborted();
    return result;
  } finally {
    clearTimeout(timeout);
    if (stop) signal.removeEventListener('abort', stop);
  }
}
