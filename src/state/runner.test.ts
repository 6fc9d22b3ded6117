import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { controlsStore, defaultControls } from './controls';
import { deviceStore } from './device';
import { fakeDevice, fakeEngine, fakePoint } from './fakeEngine.test-support';
import { noResults, resultsStore, verdictOf, type Results } from './results';
import { createRunner } from './runner';
import { tuningStore } from './tuning';
import { someTuned } from './tuned.test-support';

beforeEach(() => {
  vi.useFakeTimers();
  controlsStore.setState(defaultControls('deepseek-v2-lite'), true);
  resultsStore.setState(noResults, true);
  tuningStore.setState({ tuned: [] }, true);
  deviceStore.setState({ device: { status: 'asking' } });
});
afterEach(() => {
  vi.useRealTimers();
});

async function started() {
  const { engine, runs } = fakeEngine();
  const runner = createRunner(engine);
  await runner.askDevice();
  const ended = runner.start();
  const run = runs[0];
  if (!run) throw new Error('no run');
  return { runner, runs, run, ended };
}

test('the device is known when the engine has told it, and a failure is kept in words', async () => {
  await createRunner(fakeEngine().engine).askDevice();
  expect(deviceStore.getState().device).toEqual({ status: 'known', report: fakeDevice });
  await createRunner(fakeEngine(new Error('no worker')).engine).askDevice();
  expect(deviceStore.getState().device).toEqual({ status: 'failed', message: 'no worker' });
});

test('a device that changes while nothing runs is shown, and the next run is made for it', async () => {
  const { engine, runs, tellDevice } = fakeEngine();
  const runner = createRunner(engine);
  await runner.askDevice();
  const device = { ...fakeDevice, runsOn: 'cpu', reason: 'lostTooOften' } as const;
  tellDevice(device);
  expect(deviceStore.getState().device).toEqual({ status: 'known', report: device });
  void runner.start();
  expect(runs[0]?.madeFor).toEqual(device);
  expect(resultsStore.getState().run?.device).toEqual(device);
});

test('a device that changes after a run leaves its results with the one they were measured on', async () => {
  const { engine, runs, tellDevice } = fakeEngine();
  const runner = createRunner(engine);
  await runner.askDevice();
  const ended = runner.start();
  runs[0]?.end({ ended: 'finished' });
  await ended;
  tellDevice({ ...fakeDevice, architecture: 'card' });
  expect(resultsStore.getState().run?.device).toEqual(fakeDevice);
});

test('nothing runs before the device is known', async () => {
  const { engine, runs } = fakeEngine();
  await createRunner(engine).start();
  expect(runs).toHaveLength(0);
});

describe('a run', () => {
  test('asks for the variants shown, of the model chosen', async () => {
    const { run } = await started();
    expect(run.request.contenders.map(({ variantId }) => variantId)).toEqual(
      controlsStore.getState().shown,
    );
    expect(resultsStore.getState()).toMatchObject({
      status: 'running',
      run: { model: 'DeepSeek-V2-Lite' },
    });
  });

  test('reaches the store at most ten times a second, with nothing lost', async () => {
    const { run } = await started();
    const changes = vi.fn<() => void>();
    const unsubscribe = resultsStore.subscribe(changes);
    for (let i = 0; i < 100; i++) {
      run.emit({ type: 'point', point: fakePoint('mha', 512 + i, 1000) });
      vi.advanceTimersByTime(10);
    }
    unsubscribe();
    expect(changes.mock.calls.length).toBeLessThanOrEqual(10);
    vi.advanceTimersByTime(100);
    expect(resultsStore.getState().points).toHaveLength(100);
  });

  test('shows its last events when it ends, without waiting', async () => {
    const { run, ended } = await started();
    const agreement = {
      variantId: 'mla',
      mode: 'absorbed',
      context: 512,
      error: 3e-7,
      bound: 1e-5,
      agrees: true,
    };
    run.emit({ type: 'agreement', agreement });
    run.end({ ended: 'finished' });
    await ended;
    expect(resultsStore.getState()).toMatchObject({ status: 'finished', agreements: [agreement] });
  });

  test('keeps a point that failed, with its reason, and measures on', async () => {
    const { run, ended } = await started();
    const failure = { code: 'outOfMemory', neededBytes: 5 } as const;
    run.emit({ type: 'failure', variantId: 'mha', mode: 'cached', context: 4096, failure });
    run.emit({ type: 'point', point: fakePoint('mla', 4096, 9) });
    run.end({ ended: 'finished' });
    await ended;
    const { failures, points } = resultsStore.getState();
    expect(failures).toEqual([{ variantId: 'mha', mode: 'cached', context: 4096, failure }]);
    expect(points).toHaveLength(1);
  });

  test('stops when asked, and keeps what it measured', async () => {
    const { runner, run, ended } = await started();
    run.emit({ type: 'point', point: fakePoint('gqa', 512, 7) });
    await runner.stop();
    await ended;
    expect(resultsStore.getState()).toMatchObject({ status: 'stopped', progress: null });
    expect(resultsStore.getState().points).toHaveLength(1);
  });

  test('is replaced by the next one, whose results alone are shown', async () => {
    const { runner, runs, run } = await started();
    void runner.start();
    run.emit({ type: 'point', point: fakePoint('mha', 512, 7) });
    runs[1]?.emit({ type: 'point', point: fakePoint('mqa', 512, 3) });
    vi.advanceTimersByTime(200);
    expect(resultsStore.getState().points.map(({ variantId }) => variantId)).toEqual(['mqa']);
  });

  test('replaces a point measured again at the same place', async () => {
    const { run } = await started();
    run.emit({ type: 'point', point: fakePoint('mha', 512, 7) });
    run.emit({ type: 'point', point: fakePoint('mha', 512, 8) });
    vi.advanceTimersByTime(200);
    expect(resultsStore.getState().points.map(({ medianNs }) => medianNs)).toEqual([8]);
  });

  test('says what device it was made for, and is shown with the one that it found', async () => {
    const { run } = await started();
    expect(run.madeFor).toEqual(fakeDevice);
    const device = { ...fakeDevice, architecture: 'card' };
    run.emit({ type: 'deviceChanged', device });
    expect(deviceStore.getState().device).toEqual({ status: 'known', report: device });
    vi.advanceTimersByTime(200);
    expect(resultsStore.getState().run?.device).toEqual(device);
  });
});

test('an engine that throws is a failed run with its message', async () => {
  const { engine } = fakeEngine();
  const runner = createRunner({ ...engine, runDecode: () => Promise.reject(new Error('broken')) });
  await runner.askDevice();
  await runner.start();
  expect(resultsStore.getState()).toMatchObject({
    status: 'failed',
    failure: { code: 'internal', message: 'broken' },
  });
});

describe('the verdict', () => {
  const check = { variantId: 'mha', mode: 'cached', context: 512, bound: 1e-5 };
  const good = { ...check, error: 1e-7, agrees: true };
  const bad = { ...check, context: 1024, error: 2e-5, agrees: false };
  const failure = { code: 'outOfMemory', neededBytes: 5 } as const;
  const lost = { variantId: 'mha', mode: 'cached', context: 1024, failure };

  async function afterChecks(changes: Partial<Results>) {
    const { run, runner } = await started();
    void runner.stop();
    const results = resultsStore.getState();
    if (!results.run) throw new Error('no run');
    const contender = run.request.contenders.slice(0, 1);
    const request = { ...run.request, contenders: contender, contexts: [512, 1024] };
    return verdictOf({ ...results, run: { ...results.run, request }, ...changes });
  }

  test('is open until every point is checked or has failed', async () => {
    const counts = { total: 2 };
    expect(await afterChecks({})).toEqual({ verdict: 'none', worst: null, checked: 0, ...counts });
    expect(await afterChecks({ agreements: [good] })).toEqual({
      verdict: 'partial',
      worst: good,
      checked: 1,
      ...counts,
    });
    const later = { ...good, context: 1024 };
    expect(await afterChecks({ agreements: [good, later] })).toMatchObject({ verdict: 'agrees' });
    expect(await afterChecks({ agreements: [good], failures: [lost] })).toMatchObject({
      verdict: 'agrees',
      checked: 1,
    });
  });

  test('is turned at once by one disagreement, and the worst check is named', async () => {
    expect(await afterChecks({ agreements: [bad] })).toMatchObject({
      verdict: 'disagrees',
      worst: bad,
    });
  });
});

test('tuning keeps what it finds, and the next run starts from it', async () => {
  const { engine, runs, tunings } = fakeEngine();
  const runner = createRunner(engine);
  const events: string[] = [];
  const tell = ({ type }: { type: string }) => events.push(type);
  expect(await runner.tune(tell)).toEqual({ ended: 'finished' });
  expect(tunings).toEqual([]);
  await runner.askDevice();
  const ended = runner.tune(tell);
  const [tuning] = tunings;
  tuning?.emit({
    type: 'progress',
    fraction: 0.1,
    stage: 'check',
    variantId: 'gqa',
    mode: 'cached',
    choice: someTuned.choice,
  });
  tuning?.emit({ type: 'tuned', variantId: 'gqa', mode: 'cached', tuned: someTuned });
  tuning?.end({ ended: 'stopped' });
  expect(await ended).toEqual({ ended: 'stopped' });
  expect(events).toEqual(['progress', 'tuned']);
  expect(tuningStore.getState().tuned).toEqual([someTuned]);
  void runner.start();
  expect(runs[0]?.request).toEqual({ ...tuning?.request, tuned: [someTuned] });
});

test('a run without anything tuned asks for nothing', async () => {
  const { run } = await started();
  expect(run.request).not.toHaveProperty('tuned');
});
