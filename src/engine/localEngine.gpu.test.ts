// The engine on a device that is lost, discarded or slow.

import { afterEach, describe, expect, test, vi } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { plainConventions } from '../attention/variant';
import type { DecodeRequest } from '../bench/records';
import { openGpu, type Gpu } from '../gpu/device';
import { collectGarbage } from '../gpu/garbage.test-support';
import { DeviceSession } from './deviceSession';
import { LocalEngine } from './localEngine';
import type { CeilingEvent, DeviceReport, RunEvent, TunedKernels, TuningEvent } from './protocol';

const dawn = await dawnAdapter();

const request: DecodeRequest = {
  dims: {
    modelDim: 24,
    queryHeads: 4,
    kvHeads: 2,
    headDim: 8,
    vDim: 8,
    latentDim: 12,
    ropeDim: 4,
    nopeDim: 8,
    queryRank: 0,
    latentHeads: 2,
    queryFactors: 3,
    keyFactors: 2,
    valueFactors: 2,
  },
  conventions: plainConventions,
  contenders: [{ variantId: 'gqa', mode: 'cached' }],
  contexts: [33, 65],
  batch: 1,
  format: 'f32',
  scope: 'attentionOnly',
  rounds: 5,
  seed: 4,
};

const longRequest = { ...request, rounds: 500 };

describe.skipIf(!dawn)('the engine', () => {
  const opened: Gpu[] = [];
  const waits: number[] = [];
  const open = async () => {
    const gpu = await openGpu((await dawnAdapter())!.adapter);
    opened.push(gpu);
    return gpu;
  };
  const makeSession = () =>
    new DeviceSession(open, (ms) => {
      waits.push(ms);
      return Promise.resolve();
    });
  afterEach(() => {
    for (const gpu of opened.splice(0)) gpu.device.destroy();
    waits.length = 0;
  });

  test('runs on the GPU, finishes, and uses the same device again', async () => {
    const engine = new LocalEngine(makeSession());
    const report = await engine.device();
    expect(report).toMatchObject({ runsOn: 'gpu', software: true });
    expect(report.maxBindingBytes).toBeGreaterThanOrEqual(128 * 2 ** 20);
    const events: RunEvent[] = [];
    for (let i = 0; i < 2; i++) {
      const outcome = await engine.runDecode(request, (event) => events.push(event));
      expect(outcome).toEqual({ ended: 'finished' });
    }
    const agreements = events.flatMap((e) => (e.type === 'agreement' ? [e.agreement] : []));
    expect(agreements.map(({ agrees }) => agrees)).toEqual([true, true, true, true]);
    expect(opened).toHaveLength(1);
    await engine.dispose();
  });

  test('tunes when asked to, and a run starts from what that found', async () => {
    const engine = new LocalEngine(makeSession());
    const only = { ...request, contexts: [33] };
    const events: TuningEvent[] = [];
    const outcome = await engine.tune(only, (event) => events.push(event));
    expect(outcome).toEqual({ ended: 'finished' });
    const [found] = events.flatMap((event) => (event.type === 'tuned' ? [event.tuned] : []));
    if (!found) throw new Error('nothing was found');
    expect(found.medianNs).toBeGreaterThan(0);
    const kernelsOf = async (tuned: readonly TunedKernels[]) => {
      const points: RunEvent[] = [];
      await engine.runDecode({ ...only, tuned }, (event) => points.push(event));
      return points.flatMap((event) => (event.type === 'point' ? [event.point.kernels] : []));
    };
    const other: TunedKernels = {
      ...found,
      choice: { family: 'register', reduction: 'workgroup', rows: 1 },
    };
    const [ran] = await kernelsOf([other]);
    expect(ran).toEqual(other.choice);
    // Without any, the one shipped for software.
    const [shipped] = await kernelsOf([]);
    expect(shipped).toMatchObject({ family: 'register', rows: 16 });
    await engine.dispose();
  });

  test('a device lost in the middle fails the run in words, and the next run works', async () => {
    const engine = new LocalEngine(makeSession());
    const told = new Promise((resolve) => void engine.onDevice(resolve));
    const outcome = await engine.runDecode(longRequest, (event) => {
      if (event.type === 'point') opened[0]?.device.destroy();
    });
    expect(outcome).toMatchObject({ ended: 'failed', failure: { code: 'deviceLost' } });
    await told;
    expect(opened).toHaveLength(2);
    expect(await engine.runDecode(request, () => {})).toEqual({ ended: 'finished' });
    expect(opened).toHaveLength(2);
    expect(waits).toEqual([100]);
    await engine.dispose();
  });

  test('a run on a lost device ends without waiting for the next, which is told when it is there', async () => {
    let goOn: () => void = () => {};
    const wait = () => new Promise<void>((resolve) => (goOn = resolve));
    const engine = new LocalEngine(new DeviceSession(open, wait));
    const reports: DeviceReport[] = [];
    await engine.onDevice((report) => reports.push(report));
    const outcome = await engine.runDecode(longRequest, ({ type }) => {
      if (type === 'point') opened[0]?.device.destroy();
    });
    expect(outcome).toMatchObject({ ended: 'failed', failure: { code: 'deviceLost' } });
    expect(reports).toEqual([]);
    goOn();
    await vi.waitFor(() => expect(reports).toMatchObject([{ runsOn: 'gpu' }]), 10_000);
    await engine.dispose();
  });

  test('a device lost while nothing runs is replaced before the next run', async () => {
    const engine = new LocalEngine(makeSession());
    await engine.device();
    opened[0]?.device.destroy();
    await opened[0]?.whenLost;
    expect(await engine.runDecode(request, () => {})).toEqual({ ended: 'finished' });
    expect(opened).toHaveLength(2);
    await engine.dispose();
  });

  test('waits twice as long after each loss, and gives up after five in two minutes', async () => {
    const session = makeSession();
    for (let i = 0; i < 5; i++) {
      const device = await session.get();
      expect(device).toHaveProperty('gpu');
      opened.at(-1)?.device.destroy();
      await opened.at(-1)?.whenLost;
    }
    expect(waits).toEqual([100, 200, 400, 800]);
    expect(await session.get()).toMatchObject({ reason: 'lostTooOften' });
    // A run still works, on the CPU.
    const engine = new LocalEngine(session);
    expect(await engine.device()).toMatchObject({ runsOn: 'cpu', reason: 'lostTooOften' });
    const points: RunEvent[] = [];
    await engine.runDecode(request, (event) => event.type === 'point' && points.push(event));
    expect(points.at(-1)).toMatchObject({ point: { ranOn: 'cpu' } });
  });

  test('asked by several at once, opens one device', async () => {
    const session = makeSession();
    const [one, other] = await Promise.all([session.get(), session.get()]);
    expect(one).toBe(other);
    expect(opened).toHaveLength(1);
  });

  test('stops within 200 ms even while a shader compiles, and discarding is no loss', async () => {
    const engine = new LocalEngine(makeSession());
    await engine.device();
    await collectGarbage();
    const run = engine.runDecode(longRequest, () => {});
    await new Promise((resolve) => setTimeout(resolve, 40));
    const beganMs = performance.now();
    await engine.stop();
    expect(performance.now() - beganMs).toBeLessThan(200);
    expect(await run).toEqual({ ended: 'stopped' });
    expect(await engine.runDecode(request, () => {})).toEqual({ ended: 'finished' });
    expect(waits).toEqual([]);
    await engine.dispose();
  });

  test('measures ceilings, tells how far it is, and keeps the device', async () => {
    const engine = new LocalEngine(makeSession());
    const events: CeilingEvent[] = [];
    const outcome = await engine.measureCeilings((event) => events.push(event));
    expect(outcome).toEqual({ ended: 'finished' });
    const [found] = events.flatMap((event) => (event.type === 'ceilings' ? [event.ceilings] : []));
    expect(found?.dispatchNs.samples.length).toBeGreaterThanOrEqual(5);
    expect(events[0]).toMatchObject({ type: 'progress' });
    expect(opened).toHaveLength(1);
    await engine.dispose();
  });

  test('stops measuring ceilings within 200 ms, whatever is submitted, and tells nothing more', async () => {
    const engine = new LocalEngine(makeSession());
    await engine.device();
    for (const waitMs of [5, 150, 700]) {
      let told = 0;
      let stopped = false;
      await collectGarbage();
      const measuring = engine.measureCeilings(() => {
        if (stopped) told += 1;
      });
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      const beganMs = performance.now();
      await engine.stop();
      stopped = true;
      expect(performance.now() - beganMs).toBeLessThan(200);
      expect(await measuring).toEqual({ ended: 'stopped' });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(told).toBe(0);
    }
    expect(await engine.runDecode(request, () => {})).toEqual({ ended: 'finished' });
    await engine.dispose();
  });

  test('examines the device: what it offers, grants, and what a request needs of it', async () => {
    const engine = new LocalEngine(makeSession());
    const { features, limits, clockStepNs, device } = await engine.examine(request);
    expect(device).toEqual(await engine.device());
    expect(clockStepNs).toBeGreaterThan(0);
    for (const { offered, granted } of features) expect(granted).toBe(offered);
    expect(features.map(({ name }) => name)).toContain('timestamp-query');
    for (const { name, granted, need, offered, raised } of limits) {
      // Four lanes that swap what they hold need no memory of their workgroup.
      const spared = name === 'maxComputeWorkgroupStorageSize';
      if (spared && !need) continue;
      expect(need?.amount, name).toBeGreaterThan(0);
      expect(need?.amount, name).toBeLessThanOrEqual(granted);
      if (raised) expect(granted, name).toBe(offered);
    }
    // k of 65 tokens: 2 heads of 8 in f32.
    const buffer = limits.find(({ name }) => name === 'maxBufferSize');
    expect(buffer?.need?.amount).toBeGreaterThanOrEqual(65 * 2 * 8 * 4);
    const nothing = await engine.examine(null);
    expect(nothing.limits.map(({ need }) => need)).toEqual(limits.map(() => null));
    await engine.dispose();
  });
});
