// The race itself, whoever runs in it: rounds of all racers in shuffled order, their caches growing between them.

import { failureOf } from './failures';
import { Pace } from './pace';
import type { Pacing } from './pacing';
import { roundOrder } from './protocol';
import type { Lap, RaceEvent, RaceRequest, Racing, ToldLap } from './raceRecords';
import type { AgreementReport } from './records';
import { summarize } from './stats';

/** Laps whose median is told: enough for quartiles, few enough to follow the growing cache. */
const recentLaps = 15;

/** A session that appends and is timed. */
export interface Racer {
  readonly racing: Racing;
  /** Of its cache. */
  readonly allocatedBytes: number;
  readonly bytesPerToken: number;
  /** Appends tokens until there are `context`, each by a step of its own, and times the last one's. */
  lap(context: number): Promise<Pick<Lap, 'stepNs' | 'steps'>>;
  /** Compares what the last lap made with float64. */
  check(context: number): Promise<AgreementReport>;
  dispose(): void;
}

/**
 * Yields events as they come, until the caches are full or nobody is left. A racer that fails or disagrees is disposed
 * of and taken out of `racers`; the caller disposes of those that are left. Throws DeviceLostError, or the signal's
 * reason after an abort.
 */
export async function* race(
  { from, until, seed }: Pick<RaceRequest, 'from' | 'until' | 'seed'>,
  racers: Racer[],
  pacing: Pacing,
  signal: AbortSignal,
): AsyncGenerator<RaceEvent, void> {
  const recent = new Map<Racer, readonly number[]>();
  // Laps may be so short that nothing else on this thread would ever be heard.
  const pace = new Pace(signal);
  let racedMs = 0;
  let nextCheck = 0;
  for (let round = 0, context = from; racers.length > 0 && context < until; round++) {
    await pacing.untilGoing(signal);
    context = Math.min(context + (round === 0 ? 1 : pacing.tokensPerRound), until);
    const beganMs = performance.now();
    const laps: ToldLap[] = [];
    for (const racer of roundOrder(racers, seed, round)) {
      try {
        const lap = await racer.lap(context);
        const recentNs = [...(recent.get(racer) ?? []), lap.stepNs].slice(-recentLaps);
        recent.set(racer, recentNs);
        laps.push(toldLap({ ...racer.racing, ...lap }, recentNs));
        await pace.breathe();
      } catch (error) {
        yield fallOut(racers, racer, context, error, signal);
      }
    }
    racedMs += performance.now() - beganMs;
    if (context >= nextCheck || context === until) {
      yield* checkAll(racers, context, signal);
      nextCheck = 2 * context;
    }
    const left = laps.filter((lap) => racers.some(({ racing }) => sameRacing(racing, lap)));
    if (left.length > 0) yield { type: 'round', round, context, laps: left, racedMs };
  }
}

function toldLap(lap: Lap, recentNs: readonly number[]): ToldLap {
  const { median, q1, q3 } = summarize(recentNs);
  return { ...lap, recentNs, medianNs: median, q1Ns: q1, q3Ns: q3 };
}

const sameRacing = (a: Racing, b: Racing): boolean =>
  a.variantId === b.variantId && a.mode === b.mode && a.ranOn === b.ranOn;

/** Compares every racer's last lap with float64; one that disagrees is told and taken out. */
async function* checkAll(
  racers: Racer[],
  context: number,
  signal: AbortSignal,
): AsyncGenerator<RaceEvent, void> {
  for (const racer of racers.slice()) {
    try {
      const agreement = { ...racer.racing, ...(await racer.check(context)) };
      if (!agreement.agrees) takeOut(racers, racer);
      yield { type: 'agreement', agreement };
    } catch (error) {
      yield fallOut(racers, racer, context, error, signal);
    }
  }
}

function takeOut(racers: Racer[], racer: Racer): void {
  racers.splice(racers.indexOf(racer), 1);
  racer.dispose();
}

function fallOut(
  racers: Racer[],
  racer: Racer,
  context: number,
  error: unknown,
  signal: AbortSignal,
): RaceEvent {
  const failure = failureOf(error, signal);
  takeOut(racers, racer);
  return { type: 'fellOut', racer: racer.racing, context, failure };
}
