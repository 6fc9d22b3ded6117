// The engine without a real GPU: runs on the CPU, one at a time and stopped at will, and what it tells of its device.

import { describe, expect, test, vi } from 'vitest';
import { plainConventions } from '../attention/variant';
import type { DecodeRequest } from '../bench/records';
import { NoDeviceError } from '../gpu/errors';
import { DeviceSession } from './deviceSession';
import { fakeGpu } from './fakeGpu.test-support';
import { LocalEngine } from './localEngine';
import type { DeviceReport, RunEvent } from './protocol';
import { smallDims } from '../bench/smallDims.test-support';

const request: DecodeRequest = {
  dims: smallDims,
  conventions: plainConventions,
  contenders: [{ variantId: 'gqa', mode: 'cached' }],
  contexts: [33],
  batch: 1,
  format: 'f32',
  scope: 'attentionOnly',
  rounds: 5,
  seed: 4,
};

/** Long enough to be stopped in the middle. */
const longRequest = { ...request, contexts: [150_000], rounds: 50 };

const withoutGpu = () =>
  new LocalEngine(
    new DeviceSession(() => Promise.reject(new NoDeviceError('noAdapter', 'in its own words'))),
  );

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('says that it runs on the CPU, why, and in the words of the browser', async () => {
  expect(await withoutGpu().device()).toMatchObject({
    runsOn: 'cpu',
    reason: 'noAdapter',
    detail: 'in its own words',
    timer: 'wallClock',
  });
});

test('runs on the CPU and finishes', async () => {
  const events: RunEvent[] = [];
  const outcome = await withoutGpu().runDecode(request, (event) => events.push(event));
  expect(outcome).toEqual({ ended: 'finished' });
  const points = events.flatMap((event) => (event.type === 'point' ? [event.point] : []));
  expect(points.at(-1)).toMatchObject({ variantId: 'gqa', context: 33, ranOn: 'cpu' });
});

test('finds nothing to tune on the CPU, and says so by finishing', async () => {
  const events: unknown[] = [];
  const outcome = await withoutGpu().tune(request, (event) => events.push(event));
  expect(outcome).toEqual({ ended: 'finished' });
  expect(events).toEqual([]);
});

test('without a GPU there is nothing to measure at most, and little to examine', async () => {
  const engine = withoutGpu();
  expect(await engine.measureCeilings(() => {})).toEqual({ ended: 'finished' });
  expect(await engine.examine(request)).toMatchObject({
    device: { runsOn: 'cpu', reason: 'noAdapter' },
    thread: 'page',
    clockStepNs: null,
    features: [],
    limits: [],
  });
});

test('tells progress at most ten times a second, and everything else', async () => {
  const events: { type: string; atMs: number }[] = [];
  await withoutGpu().runDecode({ ...request, rounds: 40 }, ({ type }) => {
    events.push({ type, atMs: performance.now() });
  });
  const progress = events.filter(({ type }) => type === 'progress');
  expect(progress.length).toBeGreaterThan(1);
  for (const [i, { atMs }] of progress.entries()) {
    expect(atMs - (progress[i - 1]?.atMs ?? -Infinity)).toBeGreaterThanOrEqual(99);
  }
  expect(events.filter(({ type }) => type === 'point')).toHaveLength(2);
});

test('stops within 200 ms, tells nothing after that, and runs again', async () => {
  const engine = withoutGpu();
  let stopped = false;
  let after = 0;
  const run = engine.runDecode(longRequest, () => {
    if (stopped) after += 1;
  });
  await pause(50);
  const beganMs = performance.now();
  await engine.stop();
  stopped = true;
  expect(performance.now() - beganMs).toBeLessThan(200);
  expect(await run).toEqual({ ended: 'stopped' });
  await pause(50);
  expect(after).toBe(0);
  expect(await engine.runDecode(request, () => {})).toEqual({ ended: 'finished' });
});

test('a second run stops the first, and of several only the last runs', async () => {
  const engine = withoutGpu();
  const first = engine.runDecode(longRequest, () => {});
  await pause(30);
  const second = engine.runDecode(longRequest, () => {});
  const third = engine.runDecode(request, () => {});
  expect(await first).toEqual({ ended: 'stopped' });
  expect(await second).toEqual({ ended: 'stopped' });
  expect(await third).toEqual({ ended: 'finished' });
});

test('a stop also ends a run that still waits for the one before it to end', async () => {
  const engine = withoutGpu();
  const first = engine.runDecode(longRequest, () => {});
  await pause(30);
  let told = 0;
  const second = engine.runDecode(request, () => (told += 1));
  await engine.stop();
  expect(await first).toEqual({ ended: 'stopped' });
  expect(await second).toEqual({ ended: 'stopped' });
  expect(told).toBe(0);
  expect(await engine.runDecode(request, () => {})).toEqual({ ended: 'finished' });
});

test('an impossible request fails in words and leaves the engine usable', async () => {
  const engine = withoutGpu();
  const dims = { ...request.dims, kvHeads: 4 };
  expect(await engine.runDecode({ ...request, dims }, () => {})).toEqual({
    ended: 'failed',
    failure: { code: 'internal', message: '6 query heads do not divide by 4 kv heads' },
  });
  expect(await engine.runDecode(request, () => {})).toEqual({ ended: 'finished' });
});

test('stop and dispose are harmless when nothing runs', async () => {
  const engine = withoutGpu();
  await engine.stop();
  await engine.dispose();
  await engine.dispose();
  expect(await engine.device()).toHaveProperty('runsOn', 'cpu');
});

describe('of its device', () => {
  /** An engine that finds these in turn, one more each time that it opens a device; the last one for ever. */
  function finding(...found: (ReturnType<typeof fakeGpu> | NoDeviceError)[]) {
    let opened = 0;
    const open = () => {
      const next = found[Math.min(opened++, found.length - 1)];
      return next && 'gpu' in next ? Promise.resolve(next.gpu) : Promise.reject(next);
    };
    return new LocalEngine(new DeviceSession(open, () => Promise.resolve()));
  }
  const gone = new NoDeviceError('noAdapter', 'in its own words');

  test('a loss while nothing runs is answered with the next device', async () => {
    const first = fakeGpu('first');
    const engine = finding(first, fakeGpu('second'));
    const told: DeviceReport[] = [];
    await engine.onDevice((report) => told.push(report));
    expect(await engine.device()).toMatchObject({ runsOn: 'gpu', architecture: 'first' });
    first.lose();
    await vi.waitFor(() => expect(told).toHaveLength(1));
    expect(told).toMatchObject([{ runsOn: 'gpu', architecture: 'second' }]);
  });

  test('a loss after which there is no GPU is told with the reason', async () => {
    const first = fakeGpu('first');
    const engine = finding(first, gone);
    const told: DeviceReport[] = [];
    await engine.onDevice((report) => told.push(report));
    await engine.device();
    first.lose();
    await vi.waitFor(() => expect(told).toMatchObject([{ runsOn: 'cpu', reason: 'noAdapter' }]));
  });

  test('nothing is told after it was disposed', async () => {
    const first = fakeGpu('first');
    const engine = finding(first, fakeGpu('second'));
    const listener = vi.fn<(report: DeviceReport) => void>();
    await engine.onDevice(listener);
    await engine.device();
    const disposed = engine.dispose();
    first.lose();
    await disposed;
    await pause(20);
    expect(listener).not.toHaveBeenCalled();
  });

  test('a run made for a GPU that is gone says so first, and fails in words', async () => {
    const first = fakeGpu('first');
    const engine = finding(first, gone);
    const madeFor = await engine.device();
    first.lose();
    const events: RunEvent[] = [];
    const outcome = await engine.runDecode(request, (event) => events.push(event), madeFor);
    expect(events).toMatchObject([
      { type: 'deviceChanged', device: { runsOn: 'cpu', reason: 'noAdapter' } },
    ]);
    expect(outcome).toEqual({
      ended: 'failed',
      failure: {
        code: 'deviceLost',
        message: 'it could not be opened again (in its own words)',
      },
    });
    // What the page then offers: the same for the CPU.
    const cpu = await engine.device();
    expect(await engine.runDecode(request, () => {}, cpu)).toEqual({ ended: 'finished' });
  });

  test('a run that finds another GPU than it was made for says so first, and goes on', async () => {
    const first = fakeGpu('first');
    const engine = finding(first, fakeGpu('second'));
    const madeFor = await engine.device();
    first.lose();
    const events: RunEvent[] = [];
    await engine.runDecode(request, (event) => events.push(event), madeFor);
    expect(events[0]).toMatchObject({
      type: 'deviceChanged',
      device: { runsOn: 'gpu', architecture: 'second' },
    });
    expect(events.length).toBeGreaterThan(1);
  });

  test('a run says nothing of a device that is still the same', async () => {
    const engine = finding(gone);
    const types: string[] = [];
    const madeFor = await engine.device();
    await engine.runDecode(request, ({ type }) => types.push(type), madeFor);
    expect(types).not.toContain('deviceChanged');
  });
});
