// The race of candidates, with made-up times: who wins, who is dropped when and why, and when it ends.

import { describe, expect, test } from 'vitest';
import { mix } from '../../attention/random';
import { halve, preferring, type Finish, type Race } from './halving';

/** Steps of so many nanoseconds, each sample off by up to a tenth. */
interface Track {
  readonly stepNs: Readonly<Record<string, number>>;
  readonly budgetNs?: number;
  readonly signal?: AbortSignal;
  readonly failing?: string;
  /** Whose first sample takes twenty times as long. */
  readonly interrupted?: string;
}

async function race({ stepNs, budgetNs = Infinity, failing, interrupted, ...how }: Track) {
  const { signal = new AbortController().signal } = how;
  const sampled: string[] = [];
  let spentNs = 0;
  const sample: Race<string>['sample'] = (name) => {
    sampled.push(name);
    const noise = 1 + (mix(sampled.length) % 1000) / 10_000;
    const first = sampled.indexOf(name) === sampled.length - 1;
    const ns = (stepNs[name] ?? 0) * noise * (first && name === interrupted ? 20 : 1);
    spentNs += ns;
    return Promise.resolve(name === failing ? { failed: 'out of memory' } : ns);
  };
  const work = halve(Object.keys(stepNs), {
    sample,
    spentNs: () => spentNs,
    budgetNs,
    seed: 5,
    signal,
  });
  const told: string[] = [];
  for (;;) {
    const { done, value } = await work.next();
    if (done) return { finish: value, sampled, told, spentNs };
    told.push(value);
  }
}

const losersOf = ({ losers }: Finish<string>) => losers.map(({ entrant }) => entrant);

const eight = Object.fromEntries(
  [10, 12, 14, 16, 18, 20, 22, 24].map((ns) => [`${ns} ns`, ns]).toReversed(),
);

describe('the race', () => {
  test('is won by the fastest, the slower half dropped after each three rounds', async () => {
    const { finish, sampled, told } = await race({ stepNs: eight });
    expect(finish.best?.entrant).toBe('10 ns');
    expect(finish.best?.medianNs).toBeGreaterThan(10);
    expect(finish.best?.medianNs).toBeLessThan(11);
    expect(sampled).toHaveLength(3 * (8 + 4 + 2));
    expect(told).toEqual(sampled);
    expect(losersOf(finish).slice(-2)).toEqual(['14 ns', '12 ns']);
    expect(losersOf(finish)).toHaveLength(7);
    for (const { entrant, reason } of finish.losers) {
      if (reason.code !== 'slower') throw new Error(reason.code);
      expect(reason.factor).toBeGreaterThan(0.9 * (parseInt(entrant, 10) / 10));
      expect(reason.factor).toBeLessThan(1.12 * (parseInt(entrant, 10) / 10));
    }
  });

  test('goes in rounds: nobody is sampled twice before all were sampled once', async () => {
    const { sampled } = await race({ stepNs: eight });
    expect(new Set(sampled.slice(0, 8)).size).toBe(8);
    expect(new Set(sampled.slice(8, 16)).size).toBe(8);
    expect(sampled.slice(0, 8)).not.toEqual(sampled.slice(8, 16));
  });

  test('drops what is more than three times as slow after two rounds', async () => {
    const { finish, sampled } = await race({ stepNs: { a: 10, b: 12, slow: 40 } });
    expect(sampled.filter((name) => name === 'slow')).toHaveLength(2);
    expect(losersOf(finish)).toEqual(['slow', 'b']);
  });

  test('forgives one sample that was interrupted', async () => {
    const { finish } = await race({ stepNs: { ...eight }, interrupted: '10 ns' });
    expect(finish.best?.entrant).toBe('10 ns');
  });

  test('ends within a sample of its budget, with the best so far', async () => {
    const { finish, spentNs } = await race({ stepNs: eight, budgetNs: 200 });
    expect(spentNs).toBeLessThan(200 + 27);
    expect(finish.best?.entrant).toBe('10 ns');
    expect(finish.losers).toHaveLength(7);
  });

  test('has sampled the first entrants where the budget ends within the first round', async () => {
    const stepNs = { foreseen: 10, next: 12, slow: 1000, unseen: 5 };
    const { finish, sampled } = await race({ stepNs, budgetNs: 30 });
    expect(sampled).toEqual(['foreseen', 'next', 'slow']);
    expect(finish.best?.entrant).toBe('foreseen');
  });

  test('says what its budget left no time for', async () => {
    const { finish } = await race({ stepNs: eight, budgetNs: 30 });
    const reasons = finish.losers.map(({ reason }) => reason.code);
    expect(reasons).toContain('notTimed');
    expect(finish.best).toBeDefined();
    expect(finish.losers).toHaveLength(7);
    const none = await race({ stepNs: eight, budgetNs: 0 });
    expect(none.finish.best).toBeUndefined();
    expect(none.finish.losers).toHaveLength(8);
  });

  test('samples one alone too, and ends where nothing tells two apart', async () => {
    const { finish, sampled } = await race({ stepNs: { only: 7 } });
    expect(sampled).toEqual(['only', 'only', 'only']);
    expect(finish).toMatchObject({ best: { entrant: 'only' }, losers: [] });
    const still = await race({ stepNs: { a: 0, b: 0 } });
    expect(still.sampled).toHaveLength(6);
  });

  test('goes on without one that fails', async () => {
    const { finish } = await race({ stepNs: eight, failing: '10 ns' });
    expect(finish.best?.entrant).toBe('12 ns');
    expect(finish.losers[0]).toEqual({
      entrant: '10 ns',
      reason: { code: 'failed', message: 'out of memory' },
    });
    expect((await race({ stepNs: { a: 1 }, failing: 'a' })).finish.best).toBeUndefined();
  });

  test('throws once it is stopped', async () => {
    const signal = AbortSignal.abort();
    await expect(race({ stepNs: eight, signal })).rejects.toThrow(/abort/i);
  });
});

describe('a preferred entrant', () => {
  const slower = (entrant: string, factor: number) =>
    ({ entrant, reason: { code: 'slower', factor } }) as const;
  const finish: Finish<string> = {
    best: { entrant: 'a', medianNs: 100 },
    losers: [
      slower('c', 2.2),
      { entrant: 'd', reason: { code: 'notTimed' } },
      slower('shipped', 1.08),
    ],
  };
  const isShipped = (entrant: string) => entrant === 'shipped';

  test('wins where it is nearly as fast, and factors are of its median', () => {
    const { best, losers } = preferring(finish, isShipped, 1.1);
    expect(best?.entrant).toBe('shipped');
    expect(best?.medianNs).toBeCloseTo(108);
    expect(losers.map(({ entrant }) => entrant)).toEqual(['c', 'd', 'a']);
    expect(losers[0]?.reason).toMatchObject({ code: 'slower', factor: 2.2 / 1.08 });
    expect(losers[2]?.reason).toMatchObject({ code: 'slower', factor: 1 / 1.08 });
  });

  test('loses where it is not, was not timed, or has won already', () => {
    expect(preferring(finish, isShipped, 1.05)).toEqual(finish);
    expect(preferring(finish, (entrant) => entrant === 'd', 1.1)).toEqual(finish);
    expect(preferring(finish, (entrant) => entrant === 'a', 1.1)).toEqual(finish);
  });
});
