// What the page keeps of a race as it goes.

import { expect, test } from 'vitest';
import type { RaceEvent, Racing, ToldLap } from '../engine/protocol';
import { afterRaceEvents, mostPoints, noRace, type Race } from './race';

const mla: Racing = { variantId: 'mla', mode: 'absorbed', ranOn: 'gpu' };
const mha: Racing = { variantId: 'mha', mode: 'cached', ranOn: 'gpu' };
const mhaOnCpu: Racing = { ...mha, ranOn: 'cpu' };

const entered = (racer: Racing): RaceEvent => ({
  type: 'entered',
  racer,
  allocatedBytes: 4096,
  bytesPerToken: 64,
});

const lap = (racer: Racing, stepNs: number): ToldLap => ({
  ...racer,
  stepNs,
  steps: 2,
  recentNs: [stepNs],
  medianNs: stepNs,
  q1Ns: stepNs,
  q3Ns: stepNs,
});

const round = (number: number, laps: ToldLap[]): RaceEvent => ({
  type: 'round',
  round: number,
  context: 100 + number,
  laps,
  racedMs: 10 * number,
});

const begun = afterRaceEvents({ ...noRace, status: 'preparing' }, [
  entered(mha),
  entered(mla),
  entered(mhaOnCpu),
]);

const trackOf = ({ tracks }: Race, racer: Racing) =>
  tracks.find(({ racing }) => JSON.stringify(racing) === JSON.stringify(racer));

test('everyone who enters has a track, the same variant on two processors one each', () => {
  expect(begun.tracks.map(({ racing }) => racing)).toEqual([mha, mla, mhaOnCpu]);
  expect(begun.status).toBe('preparing');
});

test('the first round begins the race, and each lap goes to its own track', () => {
  const race = afterRaceEvents(begun, [
    round(0, [lap(mla, 20), lap(mhaOnCpu, 90), lap(mha, 50)]),
    round(1, [lap(mha, 51)]),
  ]);
  expect(race).toMatchObject({ status: 'racing', context: 101, rounds: 2, racedMs: 10 });
  expect(trackOf(race, mha)?.points.map(({ stepNs }) => stepNs)).toEqual([50, 51]);
  expect(trackOf(race, mhaOnCpu)?.points.map(({ stepNs }) => stepNs)).toEqual([90]);
  expect(trackOf(race, mla)?.lap?.medianNs).toBe(20);
});

test('the powers of ten that times begin with move apart, never back', () => {
  const first = afterRaceEvents(begun, [round(0, [lap(mha, 950), lap(mla, 120)])]);
  expect(first.decades).toEqual({ least: 2, largest: 2 });
  const wavering = afterRaceEvents(first, [round(1, [lap(mha, 1050)]), round(2, [lap(mha, 980)])]);
  expect(wavering.decades).toEqual({ least: 2, largest: 3 });
  const still = afterRaceEvents(wavering, [
    round(3, [lap(mha, 1001), lap(mla, 130)]),
    round(4, []),
  ]);
  expect(still.decades).toBe(wavering.decades);
});

test('a race that was told to rest stays at rest when a last round arrives', () => {
  const race = afterRaceEvents({ ...begun, status: 'paused' }, [round(3, [lap(mha, 1)])]);
  expect(race.status).toBe('paused');
});

test('a long race keeps its whole course in a bounded number of even steps', () => {
  const rounds = 5000;
  const race = afterRaceEvents(
    begun,
    Array.from({ length: rounds }, (_, i) => round(i, [lap(mha, i + 1)])),
  );
  const points = trackOf(race, mha)?.points ?? [];
  expect(points.length).toBeLessThanOrEqual(mostPoints);
  expect(points.length).toBeGreaterThan(mostPoints / 4);
  const steps = new Set(points.slice(1).map((point, i) => point.round - (points[i]?.round ?? 0)));
  expect(steps.size).toBe(1);
  expect(points[0]?.round).toBe(0);
  expect(points.at(-1)?.round).toBeGreaterThan(rounds - 64);
  for (const { round: number, stepNs, context } of points) {
    expect(stepNs).toBe(number + 1);
    expect(context).toBe(100 + number);
  }
});

test('one that falls out keeps its track and says why; one that never entered is told apart', () => {
  const failure = { code: 'unsupported', message: 'no kernel' } as const;
  const race = afterRaceEvents(begun, [
    { type: 'fellOut', racer: mla, context: 120, failure },
    { type: 'fellOut', racer: { ...mla, mode: 'naive' }, context: 100, failure },
  ]);
  expect(trackOf(race, mla)?.failure).toEqual(failure);
  expect(trackOf(race, mha)?.failure).toBeNull();
  expect(race.absent).toEqual([{ racing: { ...mla, mode: 'naive' }, failure }]);
});

test('the last comparison with float64 stands with its racer', () => {
  const agreement = { ...mha, context: 64, error: 1e-7, bound: 1e-5, agrees: true };
  const later = { ...agreement, context: 128, agrees: false };
  const race = afterRaceEvents(begun, [
    { type: 'agreement', agreement },
    { type: 'agreement', agreement: later },
  ]);
  expect(trackOf(race, mha)?.agreement).toEqual(later);
  expect(trackOf(race, mhaOnCpu)?.agreement).toBeNull();
});
