// A sweep on an engine that the test drives: what follows what, where entries end, and what stops all of it.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MeasuredPoint } from '../engine/protocol';
import { ceilingStore, noCeilings } from './ceilings';
import { controlsStore, defaultControls } from './controls';
import { deviceStore } from './device';
import { fakeDevice, fakeEngine, fakePoint, type FakeRun } from './fakeEngine.test-support';
import type { Sweep } from './sweep';
import { sweepOf } from './sweepPlan';
import {
  fairest,
  leftOut,
  noSweep,
  sweepBounds,
  sweepPoints,
  sweepStores,
  sweepVerdict,
} from './sweepResults';
import { createSweepRunner } from './sweepRunner';

const store = sweepStores.batch;
const onCpu = { ...fakeDevice, runsOn: 'cpu', software: false, threads: 2 } as const;

beforeEach(() => {
  vi.useFakeTimers();
  controlsStore.setState({ ...defaultControls('tiny-gqa'), shown: ['gqa', 'mqa'] }, true);
  store.setState(noSweep, true);
  ceilingStore.setState(noCeilings, true);
  deviceStore.setState({ device: { status: 'known', report: onCpu } });
});
afterEach(() => {
  vi.useRealTimers();
});

function batches(device: typeof fakeDevice = onCpu): Sweep {
  const sweep = sweepOf('batch', controlsStore.getState(), device);
  if (!sweep) throw new Error('nothing to sweep');
  return sweep;
}

/** Until the sweep waits for the engine again. */
const settled = () => vi.advanceTimersByTimeAsync(0);

const pointOf = ({ request }: FakeRun, variantId: string, medianNs: number): MeasuredPoint => ({
  ...fakePoint(variantId, request.contexts[0] ?? 0, medianNs),
  mode: request.contenders.find((each) => each.variantId === variantId)?.mode ?? '',
  batch: request.batch,
  samplesNs: Array.from({ length: request.rounds }, () => medianNs),
});

/** Ends a run with a time for each of its contenders. */
async function finish(
  run: FakeRun | undefined,
  times: Readonly<Record<string, number>>,
): Promise<void> {
  if (!run) throw new Error('no run');
  for (const { variantId, mode } of run.request.contenders) {
    const ns = times[variantId];
    if (ns === undefined) continue;
    const [context = 0] = run.request.contexts;
    const agreement = { variantId, mode, context, error: 1e-7, bound: 1e-5, agrees: true };
    run.emit({ type: 'agreement', agreement });
    run.emit({ type: 'point', point: pointOf(run, variantId, ns) });
  }
  run.end({ ended: 'finished' });
  await settled();
}

async function started(device: typeof fakeDevice = onCpu) {
  deviceStore.setState({ device: { status: 'known', report: device } });
  const fake = fakeEngine(device);
  const runner = createSweepRunner(fake.engine, store);
  const ended = runner.start(batches(device));
  await settled();
  return { ...fake, runner, ended };
}

const left = () =>
  leftOut(store.getState()).map(({ entry, size, reason }) => [entry.key, size, reason.code]);

test('one batch follows the other, and every point is kept at its size', async () => {
  const { runs, ended } = await started();
  for (let i = 0; i < 11; i++) {
    expect(runs[i]?.request.batch).toBe(2 ** i);
    expect(store.getState().under).toBe(2 ** i);
    await finish(runs[i], { gqa: 1000 * (i + 1), mqa: 2000 });
  }
  await ended;
  const state = store.getState();
  expect(state).toMatchObject({ status: 'finished', under: null, failure: null });
  const points = sweepPoints(state);
  expect(points).toHaveLength(22);
  expect(points[4]).toMatchObject({
    size: 4,
    entry: { key: 'gqa' },
    point: { medianNs: 3000 },
    // Four tokens in 3 µs; the faster quartile is the higher rate.
    value: 4e9 / 3000,
    quartiles: [4e9 / 2700, 4e9 / 3600],
  });
  expect(sweepVerdict(state)).toEqual({ verdict: 'agrees', checked: 22, total: 22 });
  expect(left()).toEqual([]);
});

test('what a run tells after its end is waited for', async () => {
  const { runs } = await started();
  const [first] = runs;
  if (!first) throw new Error('no run');
  first.emit({ type: 'point', point: pointOf(first, 'gqa', 1000) });
  first.end({ ended: 'finished' });
  await settled();
  expect(runs).toHaveLength(1);
  first.emit({ type: 'point', point: pointOf(first, 'mqa', 2000) });
  await vi.advanceTimersByTimeAsync(300);
  expect(runs).toHaveLength(2);
  expect(sweepPoints(store.getState())).toHaveLength(2);
});

test('what never comes is not waited for for ever', async () => {
  const { runs } = await started();
  await finish(runs[0], { gqa: 1000 });
  expect(runs).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1100);
  expect(runs).toHaveLength(2);
});

test('how far it is counts the batches, and what each tells on the way is seen', async () => {
  const { runs } = await started();
  const first = runs[0];
  if (!first) throw new Error('no run');
  first.emit({ type: 'progress', fraction: 0.5, stage: 'check', variantId: 'gqa', context: 256 });
  await vi.advanceTimersByTimeAsync(300);
  expect(store.getState().fraction).toBeCloseTo(0.5 / 11);
  await finish(first, { gqa: 1000, mqa: 1000 });
  await vi.advanceTimersByTimeAsync(300);
  expect(store.getState().fraction).toBeCloseTo(1 / 11);
  expect(sweepPoints(store.getState())).toHaveLength(2);
});

test('an entry ends where it fails, with the limit, and the others go on without it', async () => {
  const { runs } = await started();
  const { mode = '' } = runs[0]?.request.contenders[0] ?? {};
  const failure = {
    code: 'doesNotFit',
    neededBytes: 2e9,
    limitBytes: 1e9,
    largestContext: 100,
  } as const;
  runs[0]?.emit({ type: 'failure', variantId: 'gqa', mode, context: 256, failure });
  await finish(runs[0], { mqa: 1000 });
  expect(runs[1]?.request.contenders.map(({ variantId }) => variantId)).toEqual(['mqa']);
  expect(leftOut(store.getState())).toMatchObject([
    { entry: { key: 'gqa' }, size: 1, reason: failure },
  ]);
});

test('an entry whose output disagrees is not measured any further', async () => {
  const { runs } = await started();
  const { mode = '' } = runs[0]?.request.contenders[0] ?? {};
  const agreement = { variantId: 'gqa', mode, context: 256, error: 1, bound: 1e-5, agrees: false };
  runs[0]?.emit({ type: 'agreement', agreement });
  await finish(runs[0], { mqa: 1000 });
  expect(runs[1]?.request.contenders.map(({ variantId }) => variantId)).toEqual(['mqa']);
  expect(left()).toEqual([['gqa', 1, 'disagrees']]);
  expect(sweepVerdict(store.getState()).verdict).toBe('disagrees');
});

test('a step foreseen to be too long is not tried, and with no entry left it is over', async () => {
  const { runs, ended } = await started();
  await finish(runs[0], { gqa: 100e6, mqa: 150e6 });
  expect(runs[1]?.request.contenders.map(({ variantId }) => variantId)).toEqual(['gqa']);
  await finish(runs[1], { gqa: 150e6 });
  await ended;
  expect(runs).toHaveLength(2);
  expect(store.getState().status).toBe('finished');
  const ends = leftOut(store.getState());
  expect(ends).toMatchObject([
    { entry: { key: 'mqa' }, size: 2, reason: { code: 'tooSlow', limitNs: 250e6 } },
    { entry: { key: 'gqa' }, size: 4, reason: { code: 'tooSlow', foreseenNs: 300e6 } },
  ]);
});

test('stops between two batches and in one, with what was measured until then', async () => {
  const { runs, runner, ended } = await started();
  await finish(runs[0], { gqa: 1000, mqa: 1000 });
  await runner.stop();
  await settled();
  await ended;
  expect(runs).toHaveLength(2);
  expect(store.getState().status).toBe('stopped');
  expect(sweepPoints(store.getState())).toHaveLength(2);
});

test('what was foreseen to end later is not told of a sweep that never came so far', async () => {
  controlsStore.setState(defaultControls('deepseek-v3'));
  const { runs, runner, ended } = await started();
  expect(batches().left.length).toBeGreaterThan(0);
  await finish(runs[0], { mha: 1, gqa: 1, mqa: 1, mla: 1 });
  await runner.stop();
  await ended;
  expect(left()).toEqual([]);
  store.setState({ status: 'finished' });
  expect(left()).toHaveLength(4);
});

test('ends with the run that fails', async () => {
  const { runs, ended } = await started();
  const failure = { code: 'deviceLost', message: 'gone' } as const;
  runs[0]?.end({ ended: 'failed', failure });
  await ended;
  expect(store.getState()).toMatchObject({ status: 'failed', failure });
});

test('times of two devices are not one sweep', async () => {
  const { runs, ended } = await started();
  runs[0]?.emit({ type: 'deviceChanged', device: { ...onCpu, threads: 3 } });
  await finish(runs[0], { gqa: 1000, mqa: 1000 });
  await ended;
  expect(runs).toHaveLength(1);
  expect(store.getState()).toMatchObject({ status: 'failed', failure: { code: 'deviceLost' } });
});

const ceiling = (median: number) => ({
  median,
  q1: median,
  q3: median,
  n: 1,
  samples: [median],
});

test('on a GPU the limits are measured first, once, and bound the steps', async () => {
  const { runs, measurements, runner, ended } = await started(fakeDevice);
  expect(store.getState().under).toBe('ceilings');
  expect(runs).toHaveLength(0);
  const ceilings = {
    readBytesPerSecond: ceiling(1e9),
    flopsPerSecond: ceiling(1e12),
    dispatchNs: ceiling(1000),
  };
  measurements[0]?.emit({ type: 'ceilings', ceilings });
  measurements[0]?.end({ ended: 'finished' });
  await settled();
  expect(runs).toHaveLength(1);
  runs[0]?.end({ ended: 'stopped' });
  await ended;
  void runner.start(batches(fakeDevice));
  await settled();
  expect(measurements).toHaveLength(1);
  expect(runs).toHaveLength(2);

  const sweep = batches(fakeDevice);
  const [gqa] = sweepBounds(sweep, { bandwidthBytesPerSecond: 1e9, flopsPerSecond: 1e12 });
  const bytes = sweep.runs[2]?.tries[0]?.work.bytes ?? Number.NaN;
  // So many ns at a byte each; four tokens in them.
  expect(gqa?.values[2]).toBeCloseTo(4e9 / bytes);
  expect(gqa?.values).toHaveLength(11);
});

test('a stop while the limits are measured stops it before the first batch', async () => {
  const { runs, runner, ended } = await started(fakeDevice);
  await runner.stop();
  await ended;
  expect(runs).toHaveLength(0);
  expect(store.getState().status).toBe('stopped');
});

test('the sentence is of the largest size that most were measured at, fastest first', () => {
  const { tries } = batches().runs[0] ?? { tries: [] };
  const at = (key: string, size: number, ns: number) => {
    const entry = tries.find((each) => each.entry.key === key)?.entry;
    if (!entry) throw new Error(key);
    return { entry, size, point: fakePoint(key, 256, ns), value: ns, quartiles: [ns, ns] as const };
  };
  const points = [at('gqa', 1, 5), at('mqa', 1, 4), at('gqa', 2, 9), at('mqa', 2, 7)];
  const told = fairest([...points, at('mqa', 4, 20)]);
  expect(told.map(({ size, point }) => [size, point.medianNs])).toEqual([
    [2, 7],
    [2, 9],
  ]);
  expect(fairest([])).toEqual([]);
});
