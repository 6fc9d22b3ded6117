// The engine where there is no GPU: it runs on the CPU, one run at a time, and stops.

import { expect, test } from 'vitest';
import { plainConventions } from '../attention/variant';
import type { DecodeRequest } from '../bench/records';
import { NoDeviceError } from '../gpu/errors';
import { DeviceSession } from './deviceSession';
import { LocalEngine } from './localEngine';
import type { RunEvent } from './protocol';

const request: DecodeRequest = {
  dims: {
    modelDim: 24,
    queryHeads: 6,
    kvHeads: 3,
    headDim: 20,
    vDim: 12,
    latentDim: 28,
    ropeDim: 8,
    nopeDim: 12,
    queryRank: 10,
  },
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
