// The rounds of a race, with racers of paper: who runs when, how far, and who is taken out.

import { expect, test } from 'vitest';
import { DeviceLostError } from '../gpu/errors';
import { Pacing } from './pacing';
import { race, type Racer } from './race';
import type { RaceEvent } from './raceRecords';

interface Asked {
  readonly id: string;
  readonly context: number;
}

function paperRacer(id: string, laps: Asked[], faults: Partial<Racer> = {}) {
  const disposed: string[] = [];
  const racer: Racer = {
    racing: { variantId: id, mode: 'cached', ranOn: 'gpu' },
    allocatedBytes: 640,
    bytesPerToken: 16,
    lap: (context) => {
      laps.push({ id, context });
      return Promise.resolve({ stepNs: 1000 + context, steps: 3 });
    },
    check: (context) =>
      Promise.resolve({
        variantId: id,
        mode: 'cached',
        context,
        error: 1e-7,
        bound: 1e-5,
        agrees: true,
      }),
    dispose: () => void disposed.push(id),
    ...faults,
  };
  return { racer, disposed };
}

const going = { paused: false, tokensPerRound: 1 };
const never = () => new AbortController().signal;

async function collect(
  course: { from: number; until: number },
  racers: Racer[],
  pacing = new Pacing(going),
  signal = never(),
) {
  const events: RaceEvent[] = [];
  for await (const event of race({ ...course, seed: 5 }, racers, pacing, signal)) {
    events.push(event);
  }
  return events;
}

const roundsIn = (events: RaceEvent[]) =>
  events.flatMap((event) => (event.type === 'round' ? [event] : []));
const checksIn = (events: RaceEvent[]) =>
  events.flatMap((event) => (event.type === 'agreement' ? [event.agreement] : []));

test('everyone takes every step, from the first token after those cached to the last', async () => {
  const laps: Asked[] = [];
  const racers = ['a', 'b', 'c'].map((id) => paperRacer(id, laps).racer);
  const rounds = roundsIn(await collect({ from: 9, until: 14 }, racers));
  expect(rounds.map(({ context }) => context)).toEqual([10, 11, 12, 13, 14]);
  expect(rounds.map(({ round }) => round)).toEqual([0, 1, 2, 3, 4]);
  for (const { laps: ran, context } of rounds) {
    expect(ran.map(({ variantId }) => variantId).toSorted()).toEqual(['a', 'b', 'c']);
    expect(ran.map(({ stepNs }) => stepNs)).toEqual([
      1000 + context,
      1000 + context,
      1000 + context,
    ]);
  }
  expect(laps).toHaveLength(15);
});

test('no one is always first', async () => {
  const laps: Asked[] = [];
  const racers = ['a', 'b', 'c', 'd'].map((id) => paperRacer(id, laps).racer);
  await collect({ from: 0, until: 40 }, racers);
  const first = new Set(laps.filter((_, i) => i % 4 === 0).map(({ id }) => id));
  expect([...first].toSorted()).toEqual(['a', 'b', 'c', 'd']);
});

test('caches grow by the tokens asked for, and never past the end', async () => {
  const { racer } = paperRacer('a', []);
  const pacing = new Pacing({ paused: false, tokensPerRound: 16 });
  const contexts = roundsIn(await collect({ from: 100, until: 150 }, [racer], pacing)).map(
    ({ context }) => context,
  );
  expect(contexts).toEqual([101, 117, 133, 149, 150]);
});

test('a new pace holds from the next round', async () => {
  const { racer } = paperRacer('a', []);
  const pacing = new Pacing(going);
  const contexts: number[] = [];
  for await (const event of race({ from: 0, until: 60, seed: 1 }, [racer], pacing, never())) {
    if (event.type !== 'round') continue;
    contexts.push(event.context);
    if (event.context === 3) pacing.set({ paused: false, tokensPerRound: 20 });
  }
  expect(contexts).toEqual([1, 2, 3, 23, 43, 60]);
});

test('is checked at the first token, at every doubling, and at the end', async () => {
  const { racer } = paperRacer('a', []);
  const checked = checksIn(await collect({ from: 12, until: 60 }, [racer]));
  expect(checked.map(({ context }) => context)).toEqual([13, 26, 52, 60]);
  expect(checked[0]).toMatchObject({ variantId: 'a', ranOn: 'gpu', agrees: true });
});

test('one that disagrees is told, leaves, and has no time in that round', async () => {
  const laps: Asked[] = [];
  const wrong = paperRacer('wrong', laps, {
    check: (context) =>
      Promise.resolve({
        variantId: 'wrong',
        mode: 'cached',
        context,
        error: 0.3,
        bound: 1e-5,
        agrees: context < 20,
      }),
  });
  const right = paperRacer('right', laps);
  const events = await collect({ from: 9, until: 30 }, [wrong.racer, right.racer]);
  expect(wrong.disposed).toEqual(['wrong']);
  expect(right.disposed).toEqual([]);
  const red = checksIn(events).filter(({ agrees }) => !agrees);
  expect(red.map(({ context }) => context)).toEqual([20]);
  const after = roundsIn(events).filter(({ context }) => context >= 20);
  for (const round of after)
    expect(round.laps.map(({ variantId }) => variantId)).toEqual(['right']);
  expect(after.at(-1)?.context).toBe(30);
});

test('one that fails falls out with its reason, and the others go on', async () => {
  const broken = paperRacer('broken', [], {
    lap: (context) =>
      context < 3
        ? Promise.resolve({ stepNs: 1, steps: 1 })
        : Promise.reject(new Error('gone wrong')),
  });
  const events = await collect({ from: 0, until: 5 }, [broken.racer, paperRacer('a', []).racer]);
  expect(events.filter(({ type }) => type === 'fellOut')).toEqual([
    {
      type: 'fellOut',
      racer: { variantId: 'broken', mode: 'cached', ranOn: 'gpu' },
      context: 3,
      failure: { code: 'internal', message: 'gone wrong' },
    },
  ]);
  expect(broken.disposed).toEqual(['broken']);
  expect(roundsIn(events).at(-1)?.context).toBe(5);
});

test('ends when nobody is left', async () => {
  const broken = paperRacer('a', [], { lap: () => Promise.reject(new Error('no')) });
  const events = await collect({ from: 0, until: 1000 }, [broken.racer]);
  expect(events.map(({ type }) => type)).toEqual(['fellOut']);
});

test('a lost device ends the race for all', async () => {
  const lost = paperRacer('a', [], { lap: () => Promise.reject(new DeviceLostError('unplugged')) });
  await expect(collect({ from: 0, until: 5 }, [lost.racer])).rejects.toThrow(DeviceLostError);
});

test('rests while it is paused, and a stop ends it there', async () => {
  const laps: Asked[] = [];
  const { racer } = paperRacer('a', laps);
  const pacing = new Pacing(going);
  const controller = new AbortController();
  let paused = false;
  const run = (async () => {
    for await (const event of race(
      { from: 0, until: 1e6, seed: 1 },
      [racer],
      pacing,
      controller.signal,
    )) {
      if (event.type === 'round' && event.context === 4) {
        pacing.set({ ...going, paused: true });
        paused = true;
      }
    }
  })();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(paused).toBe(true);
  expect(laps).toHaveLength(4);
  pacing.set(going);
  await new Promise((resolve) => setTimeout(resolve, 5));
  pacing.set({ ...going, paused: true });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const when = laps.length;
  expect(when).toBeGreaterThan(4);
  controller.abort(new Error('stopped'));
  await expect(run).rejects.toThrow('stopped');
  expect(laps.length).toBe(when);
});
