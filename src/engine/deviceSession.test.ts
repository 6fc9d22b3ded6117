// The life of a device: no opened device is left behind, and a device that is dropped is not counted as lost.

import { afterEach, expect, test, vi } from 'vitest';
import type { Gpu } from '../gpu/device';
import { DeviceSession } from './deviceSession';
import { fakeGpu, type FakeGpu } from './fakeGpu.test-support';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A session whose next device is opened when the test says so. */
function slowSession() {
  const waiting: ((gpu: Gpu) => void)[] = [];
  const session = new DeviceSession(() => new Promise((resolve) => waiting.push(resolve)));
  return { session, open: ({ gpu }: FakeGpu) => waiting.shift()?.(gpu), waiting };
}

test('a device that is opened after the session was closed is destroyed', async () => {
  const { session, open, waiting } = slowSession();
  const pending = session.get();
  session.close();
  const late = fakeGpu();
  open(late);
  expect(await pending).toMatchObject({ reason: 'noDevice' });
  expect(late.destroyed()).toBe(true);
  // Nor is another opened: the page that would use it is gone.
  expect(await session.get()).toMatchObject({ reason: 'noDevice' });
  expect(waiting).toHaveLength(0);
});

test('a device that is being opened outlives a discard, and answers all who wait', async () => {
  const { session, open, waiting } = slowSession();
  const pending = session.get();
  session.discard();
  const opened = fakeGpu();
  open(opened);
  const device = await pending;
  expect(device).toHaveProperty('gpu', opened.gpu);
  expect(await session.get()).toBe(device);
  expect(opened.destroyed()).toBe(false);
  expect(waiting).toHaveLength(0);
});

test('a device whose clock cannot be opened is destroyed, and that is no loss', async () => {
  vi.stubGlobal('GPUBufferUsage', {});
  const broken = fakeGpu('paper', () => {
    throw new Error('no query sets');
  });
  const waits: number[] = [];
  const session = new DeviceSession(
    () => Promise.resolve(broken.gpu),
    (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  );
  expect(await session.get()).toEqual({ reason: 'noDevice', detail: 'no query sets' });
  expect(broken.destroyed()).toBe(true);
  await session.get();
  expect(waits).toEqual([]);
});

test('a loss of the open device is told, a discard is not', async () => {
  const opened: FakeGpu[] = [];
  const session = new DeviceSession(
    () => Promise.resolve((opened[opened.length] = fakeGpu()).gpu),
    () => Promise.resolve(),
  );
  let losses = 0;
  session.whenLost(() => (losses += 1));
  await session.get();
  opened[0]?.lose();
  await vi.waitFor(() => expect(losses).toBe(1));
  await session.get();
  session.discard();
  await vi.waitFor(() => expect(opened[1]?.destroyed()).toBe(true));
  await opened[1]?.gpu.whenLost;
  expect(losses).toBe(1);
});

test('a device given up after five losses stays so, however long the page is open', async () => {
  const opened: FakeGpu[] = [];
  const session = new DeviceSession(
    () => Promise.resolve((opened[opened.length] = fakeGpu()).gpu),
    () => Promise.resolve(),
  );
  for (let losses = 1; losses <= 5; losses++) {
    await session.get();
    opened.at(-1)?.lose();
    await opened.at(-1)?.gpu.whenLost;
  }
  expect(await session.get()).toMatchObject({ reason: 'lostTooOften' });
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + 3_600_000);
  expect(await session.get()).toMatchObject({ reason: 'lostTooOften' });
  expect(opened).toHaveLength(5);
});
