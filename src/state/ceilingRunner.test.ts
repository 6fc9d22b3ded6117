import { beforeEach, describe, expect, test } from 'vitest';
import type { MeasuredCeiling } from '../engine/protocol';
import { createCeilingRunner } from './ceilingRunner';
import { ceilingStore, noCeilings } from './ceilings';
import { controlsStore, defaultControls } from './controls';
import { deviceStore } from './device';
import { fakeDevice, fakeEngine, fakeExamination } from './fakeEngine.test-support';

const ceiling = (median: number): MeasuredCeiling => ({
  median,
  q1: median * 0.9,
  q3: median * 1.1,
  n: 3,
  samples: [median * 0.9, median, median * 1.1],
});

const ceilings = {
  readBytesPerSecond: ceiling(3e9),
  flopsPerSecond: ceiling(45e9),
  dispatchNs: ceiling(13_000),
};

beforeEach(() => {
  ceilingStore.setState(noCeilings, true);
  controlsStore.setState(defaultControls('tiny-gqa'), true);
  deviceStore.setState({ device: { status: 'known', report: fakeDevice } });
});

describe('measuring ceilings', () => {
  test('shows how far it is, and keeps what was found with the device', async () => {
    const { engine, measurements } = fakeEngine();
    const ended = createCeilingRunner(engine).measure();
    expect(ceilingStore.getState().status).toBe('measuring');
    measurements[0]?.emit({ type: 'progress', fraction: 0.4 });
    expect(ceilingStore.getState().fraction).toBe(0.4);
    measurements[0]?.emit({ type: 'ceilings', ceilings });
    measurements[0]?.end({ ended: 'finished' });
    await ended;
    expect(ceilingStore.getState()).toMatchObject({
      status: 'finished',
      measured: { ceilings, device: fakeDevice },
    });
  });

  test('stopped, it leaves what was measured before', async () => {
    const measured = { ceilings, device: fakeDevice };
    ceilingStore.setState({ measured });
    const { engine } = fakeEngine();
    const runner = createCeilingRunner(engine);
    const ended = runner.measure();
    await runner.stop();
    await ended;
    expect(ceilingStore.getState()).toMatchObject({ status: 'stopped', measured });
  });

  test('a failure is told, and a crash is one of ours', async () => {
    const { engine, measurements } = fakeEngine();
    const failure = { code: 'deviceLost', message: 'gone' } as const;
    const ended = createCeilingRunner(engine).measure();
    measurements[0]?.end({ ended: 'failed', failure });
    await ended;
    expect(ceilingStore.getState()).toMatchObject({ status: 'failed', failure });
    const crashing = { ...engine, measureCeilings: () => Promise.reject(new Error('no')) };
    await createCeilingRunner(crashing).measure();
    expect(ceilingStore.getState().failure).toEqual({ code: 'internal', message: 'no' });
  });

  test('does nothing without a GPU', async () => {
    deviceStore.setState({
      device: { status: 'known', report: { ...fakeDevice, runsOn: 'cpu' } },
    });
    const { engine, measurements } = fakeEngine();
    await createCeilingRunner(engine).measure();
    expect(measurements).toEqual([]);
    expect(ceilingStore.getState()).toEqual(noCeilings);
  });
});

test('examining holds the device against what a run would ask for now, or nothing where none can', async () => {
  const { engine, examined } = fakeEngine();
  const runner = createCeilingRunner(engine);
  expect(await runner.examine()).toEqual(fakeExamination);
  expect(examined[0]?.contenders.length).toBeGreaterThan(1);
  controlsStore.setState({ batch: 0 });
  await runner.examine();
  expect(examined[1]).toBeNull();
});
