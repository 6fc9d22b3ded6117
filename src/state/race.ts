// Store: what a race tells as it goes, as plain data; long races keep fewer and fewer of their early rounds.

import { createStore } from 'zustand/vanilla';
import type {
  AgreementReport,
  DeviceReport,
  RaceEvent,
  RaceRequest,
  Racing,
  RunEvent,
  RunFailure,
  ToldLap,
} from '../engine/protocol';

/** One lap as it is drawn. */
export interface TrackPoint {
  readonly round: number;
  /** Cached tokens. */
  readonly context: number;
  /** Of one decode step of one layer. */
  readonly stepNs: number;
}

/** One racer with what it did so far. */
export interface Track {
  readonly racing: Racing;
  /** Of its cache, for all tokens until the end. */
  readonly allocatedBytes: number;
  readonly bytesPerToken: number;
  /** The last one, with what the last ones say together; null before the first. */
  readonly lap: ToldLap | null;
  /** Of the whole race, thinned. */
  readonly points: readonly TrackPoint[];
  /** The last comparison with float64. */
  readonly agreement: AgreementReport | null;
  /** Why it is no longer in the race. */
  readonly failure: RunFailure | null;
}

export interface Race {
  readonly status:
    | 'idle'
    | 'preparing'
    | 'racing'
    | 'paused'
    | 'stopping'
    | 'finished'
    | 'stopped'
    | 'failed';
  readonly run: {
    /** The model's name; null for one of somebody's own without a name. */
    readonly model: string | null;
    readonly request: RaceRequest;
    readonly device: DeviceReport;
  } | null;
  /** Who is being made ready, while preparing; and how far that is, between 0 and 1. */
  readonly preparing: { readonly racer: Racing; readonly fraction: number } | null;
  readonly tracks: readonly Track[];
  /**
   * Least and largest power of ten, in ns, that a lap's median has begun with. They only move apart, so that an axis is
   * still while medians waver about a power.
   */
  readonly decades: { readonly least: number; readonly largest: number } | null;
  /** Racers that never began, with why. */
  readonly absent: readonly { readonly racing: Racing; readonly failure: RunFailure }[];
  /** Cached tokens after the last round; null before the first. */
  readonly context: number | null;
  readonly rounds: number;
  /** Of rounds alone, pauses and checks left out. */
  readonly racedMs: number;
  /** Why the whole race failed. */
  readonly failure: RunFailure | null;
}

export const noRace: Race = {
  status: 'idle',
  run: null,
  preparing: null,
  tracks: [],
  decades: null,
  absent: [],
  context: null,
  rounds: 0,
  racedMs: 0,
  failure: null,
};

export const raceStore = createStore<Race>(() => noRace);

/** Points of a track at most: more a chart could not draw in time, and nobody could tell apart. */
export const mostPoints = 240;

export const sameRacing = (a: Racing, b: Racing): boolean =>
  a.variantId === b.variantId && a.mode === b.mode && a.ranOn === b.ranOn;

/** One of every so many rounds, so that no more than `mostPoints` stay. */
function thinned(points: readonly TrackPoint[]): readonly TrackPoint[] {
  if (points.length <= mostPoints) return points;
  const [first, second] = points;
  const every = 2 * Math.max(1, (second?.round ?? 1) - (first?.round ?? 0));
  return points.filter(({ round }) => round % every === 0);
}

/** Whether a round is kept beside those that were thinned. */
function isKept(points: readonly TrackPoint[], round: number): boolean {
  const [first, second] = points;
  return !first || !second || round % Math.max(1, second.round - first.round) === 0;
}

function afterLap(track: Track, lap: ToldLap, round: number, context: number): Track {
  if (!isKept(track.points, round)) return { ...track, lap };
  const points = thinned([...track.points, { round, context, stepNs: lap.stepNs }]);
  return { ...track, lap, points };
}

function widened(decades: Race['decades'], laps: readonly ToldLap[]): Race['decades'] {
  const begun = laps.map(({ medianNs }) => Math.floor(Math.log10(medianNs)));
  if (begun.length === 0) return decades;
  const least = Math.min(decades?.least ?? Infinity, ...begun);
  const largest = Math.max(decades?.largest ?? -Infinity, ...begun);
  // The same object where nothing moved, so that no reader is told.
  return decades?.least === least && decades.largest === largest ? decades : { least, largest };
}

const changed = (race: Race, racing: Racing, change: (track: Track) => Track): Race => ({
  ...race,
  tracks: race.tracks.map((track) => (sameRacing(track.racing, racing) ? change(track) : track)),
});

type Told = RaceEvent | Extract<RunEvent, { type: 'deviceChanged' }>;

function after(race: Race, event: Told): Race {
  switch (event.type) {
    case 'preparing':
      return { ...race, preparing: { racer: event.racer, fraction: event.fraction } };
    case 'entered': {
      const { racer: racing, allocatedBytes, bytesPerToken } = event;
      const begun = { lap: null, points: [], agreement: null, failure: null };
      const track = { racing, allocatedBytes, bytesPerToken, ...begun };
      return { ...race, tracks: [...race.tracks, track] };
    }
    case 'agreement': {
      const { agreement } = event;
      return changed(race, agreement, (track) => ({ ...track, agreement }));
    }
    case 'fellOut': {
      const { racer: racing, failure } = event;
      if (race.tracks.some((track) => sameRacing(track.racing, racing))) {
        return changed(race, racing, (track) => ({ ...track, failure }));
      }
      return { ...race, absent: [...race.absent, { racing, failure }] };
    }
    case 'round': {
      const { round, context, laps, racedMs } = event;
      const tracks = race.tracks.map((track) => {
        const lap = laps.find((each) => sameRacing(each, track.racing));
        return lap ? afterLap(track, lap, round, context) : track;
      });
      const status = race.status === 'preparing' ? 'racing' : race.status;
      const rounds = round + 1;
      const decades = widened(race.decades, laps);
      return { ...race, status, preparing: null, tracks, decades, context, rounds, racedMs };
    }
    case 'deviceChanged':
      return { ...race, run: race.run && { ...race.run, device: event.device } };
  }
}

/** The race after some events of it. */
export const afterRaceEvents = (race: Race, events: readonly Told[]): Race =>
  events.reduce(after, race);
