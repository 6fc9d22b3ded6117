// The worker of trials: kept from one to the next, ended where one does not end, and started anew.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OnTrialEvent, RunOutcome, TrialEvent, TrialRequest } from './protocol';
import { Trials, type TrialWorker } from './trials';

const request = { trial: { kind: 'step' } } as TrialRequest;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Workers that the test drives, in the order in which they were started. */
function workers() {
  const started: { emit?: OnTrialEvent; end?: (outcome: RunOutcome) => void; ended: boolean }[] =
    [];
  const start = (): Promise<TrialWorker> => {
    const mine: (typeof started)[number] = { ended: false };
    started.push(mine);
    return Promise.resolve({
      tryShader: (_, emit) => new Promise((end) => Object.assign(mine, { emit, end })),
      terminate: () => (mine.ended = true),
    });
  };
  return { started, trials: new Trials(start) };
}

test('trials that end share a worker', async () => {
  const { started, trials } = workers();
  for (let i = 0; i < 2; i++) {
    const run = trials.run(request, () => {});
    await vi.advanceTimersByTimeAsync(0);
    started[0]?.end?.({ ended: 'finished' });
    expect(await run).toEqual({ ended: 'finished' });
  }
  expect(started).toHaveLength(1);
  expect(started[0]?.ended).toBe(false);
});

test('one that keeps the device too long loses its worker, is told so, and the next has another', async () => {
  const { started, trials } = workers();
  const events: TrialEvent[] = [];
  const run = trials.run(request, (event) => events.push(event));
  await vi.advanceTimersByTimeAsync(0);
  started[0]?.emit?.({ type: 'stage', stage: 'guard' });
  await vi.advanceTimersByTimeAsync(7999);
  expect(started[0]?.ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await run).toEqual({ ended: 'stopped' });
  expect(events.at(-1)).toEqual({ type: 'tooLong', stage: 'guard', limitMs: 8000 });
  await vi.advanceTimersByTimeAsync(0);
  expect(started[0]?.ended).toBe(true);
  void trials.run(request, () => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(started).toHaveLength(2);
});

test('whoever goes on telling has time', async () => {
  const { started, trials } = workers();
  void trials.run(request, () => {});
  await vi.advanceTimersByTimeAsync(0);
  for (let i = 0; i < 4; i++) {
    started[0]?.emit?.({ type: 'stage', stage: 'run' });
    await vi.advanceTimersByTimeAsync(6000);
  }
  expect(started[0]?.ended).toBe(false);
});

test('a stop ends a trial at once, and what it still tells is dropped', async () => {
  const { started, trials } = workers();
  const events: TrialEvent[] = [];
  const run = trials.run(request, (event) => events.push(event));
  await vi.advanceTimersByTimeAsync(0);
  trials.stop();
  expect(await run).toEqual({ ended: 'stopped' });
  started[0]?.emit?.({ type: 'stage', stage: 'run' });
  expect(events).toEqual([]);
});

test('a worker that does not start fails the trial, and is tried again', async () => {
  const start = vi.fn<() => Promise<TrialWorker>>(() =>
    Promise.reject(new Error('no workers here')),
  );
  const trials = new Trials(start);
  for (let i = 0; i < 2; i++) {
    expect(await trials.run(request, () => {})).toMatchObject({
      ended: 'failed',
      failure: { message: 'no workers here' },
    });
  }
  expect(start).toHaveBeenCalledTimes(2);
});
