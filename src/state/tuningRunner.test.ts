import { beforeEach, expect, test } from 'vitest';
import type { RunOutcome, TunedKernels, TuningEvent } from '../engine/protocol';
import { createTuningRunner, noTuning, tuningRunStore } from './tuningRunner';

const contender = { variantId: 'gqa', mode: 'cached' };
const choice = { family: 'register', reduction: 'subgroup', rows: 4 } as const;
const tuned: TunedKernels = {
  key: { adapter: 'a', shape: 's', kernels: 'k', contextLog2: 9 },
  choice,
  medianNs: 3100,
  timedContext: 513,
  spentNs: 7e8,
  rejected: [],
};

/** A runner whose tuning the test drives. */
function driven() {
  let emit: (event: TuningEvent) => void = () => {};
  let end: (outcome: RunOutcome) => void = () => {};
  const runner = createTuningRunner(
    { stop: () => Promise.resolve(end({ ended: 'stopped' })) },
    (onEvent) => {
      emit = onEvent;
      return new Promise((resolve) => (end = resolve));
    },
  );
  return { runner, emit: (e: TuningEvent) => emit(e), end: (o: RunOutcome) => end(o) };
}

beforeEach(() => tuningRunStore.setState(noTuning, true));

test('shows what is tried, counts what is found, and ends', async () => {
  const { runner, emit, end } = driven();
  const ended = runner.start();
  emit({ type: 'progress', fraction: 0.3, stage: 'check', choice, ...contender });
  expect(tuningRunStore.getState()).toMatchObject({
    status: 'tuning',
    progress: { fraction: 0.3, choice },
  });
  emit({ type: 'tuned', tuned, ...contender });
  emit({ type: 'tuned', tuned, ...contender });
  end({ ended: 'finished' });
  await ended;
  expect(tuningRunStore.getState()).toEqual({ ...noTuning, status: 'finished', found: 2 });
});

test('keeps the reason of a contender that could not be tuned, and stops at will', async () => {
  const failure = { code: 'outOfMemory', neededBytes: 1e9 } as const;
  const { runner, emit } = driven();
  const ended = runner.start();
  emit({ type: 'failure', failure, ...contender });
  await runner.stop();
  await ended;
  expect(tuningRunStore.getState()).toMatchObject({ status: 'stopped', failure });
});

test('a crash is told as one of ours', async () => {
  const crashing = createTuningRunner({ stop: () => Promise.resolve() }, () =>
    Promise.reject(new Error('no')),
  );
  await crashing.start();
  expect(tuningRunStore.getState()).toMatchObject({
    status: 'failed',
    failure: { code: 'internal', message: 'no' },
  });
});
