// What the figures of the race are made of: medians of the last laps, caches as they are now, who leads.

import type { RaceRequest, Racing } from '../../engine/protocol';
import { sameRacing, type Race, type Track } from '../../state/race';
import { formulaBytes } from '../../state/raceRequest';

/** One line of the race, running or about to. */
export interface Lane {
  readonly racing: Racing;
  /** Null until the racer has its cache. */
  readonly track: Track | null;
  /** Bytes of one token, of one sequence, as the formula says. */
  readonly bytesPerToken: number;
  /** Of the cache as it is now, as the formula says. */
  readonly cacheBytes: number;
  /** Of the cache at the end. */
  readonly finalBytes: number;
}

/** Everyone who was asked to race, in the order of the variants, the GPU's before the CPU's. */
export function lanesOf(
  request: RaceRequest,
  { tracks, context }: Pick<Race, 'tracks' | 'context'>,
  runsOn: Racing['ranOn'],
): readonly Lane[] {
  const processors: Racing['ranOn'][] = request.besideCpu ? ['gpu', 'cpu'] : [runsOn];
  const { batch, from, until } = request;
  return processors.flatMap((ranOn) =>
    request.contenders.map(({ variantId, mode }): Lane => {
      const racing = { variantId, mode, ranOn };
      const bytesPerToken = formulaBytes(request, racing);
      return {
        racing,
        track: tracks.find((track) => sameRacing(track.racing, racing)) ?? null,
        bytesPerToken,
        cacheBytes: bytesPerToken * batch * (context ?? from),
        finalBytes: bytesPerToken * batch * until,
      };
    }),
  );
}

/** The racers furthest apart in tokens a second after the same round: they are on the same processor where both can be. */
export function extremesOf(lanes: readonly Lane[]): { fast: Lane; slow: Lane } | null {
  const timed = lanes.filter(({ track }) => track?.lap && !track.failure);
  const [first] = timed;
  const mates = timed.filter(({ racing }) => racing.ranOn === first?.racing.ranOn);
  const byTime = mates.toSorted(
    (a, b) => (a.track?.lap?.medianNs ?? 0) - (b.track?.lap?.medianNs ?? 0),
  );
  const fast = byTime[0];
  const slow = byTime.at(-1);
  return fast && slow ? { fast, slow } : null;
}
