// The decode bench end to end on a device: how it measures, what it does where a point fails, and how it ends.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { openGpu, type Gpu } from '../gpu/device';
import { DeviceLostError } from '../gpu/errors';
import { collectGarbage } from '../gpu/garbage.test-support';
import { Timer, type Encode } from '../gpu/timer';
import { Session } from '../kernels/session';
import { decodeOnGpu } from './decodeGpu';
import { agreements, collect, failures, smallRequest, wholePoints } from './decodeGpu.test-support';
import type { DecodeEvent, RunFailure } from './records';

const dawn = await dawnAdapter();
const { contenders } = smallRequest;

describe.skipIf(!dawn)('decode against context', () => {
  let gpu: Gpu;
  let timer: Timer;
  beforeAll(async () => {
    gpu = await openGpu((await dawnAdapter())!.adapter);
    timer = await Timer.open(gpu);
  });
  afterAll(() => {
    timer.dispose();
    gpu.device.destroy();
  });

  test('steps rotate over all copies of the cache, from sample to sample', async () => {
    const copies: number[] = [];
    const createSession: typeof Session.create = async (...args) => {
      const session = await Session.create(...args);
      const encode = session.encode.bind(session);
      session.encode = (pass, copy) => {
        if (copy === undefined) throw new Error('no copy was asked for');
        copies.push(copy % session.cache.copyCount);
        encode(pass, copy);
      };
      return session;
    };
    // One step a sample, as where a step is long.
    const still = {
      kind: 'timestamps',
      resolutionNs: 100,
      largestSubmit: 1,
      sample: async (encode: Encode) => {
        const pass = gpu.device.createCommandEncoder();
        const open = pass.beginComputePass();
        encode(open, 0);
        open.end();
        gpu.device.queue.submit([pass.finish()]);
        await gpu.device.queue.onSubmittedWorkDone();
        return 20e6;
      },
    };
    const device = { gpu, timer: still as unknown as Timer, createSession };
    const events = await collect(device, { ...smallRequest, contenders: contenders.slice(3, 4) });
    expect(failures(events)).toEqual([]);
    for (const point of wholePoints(events)) {
      expect(point.parts).toBe(1);
      expect(point.resolutionNs).toBe(100);
      expect(point.rotatedBytes).toBeGreaterThan(point.context * 2 * (28 + 8) * 4 * 3.9);
      expect(point.cold).toBe(false);
    }
    for (const copy of [0, 1, 2, 3])
      expect(copies.filter((each) => each === copy).length).toBeGreaterThan(2);
  });

  test('says in which first steps kernels were compiled', async () => {
    const fresh = await openGpu((await dawnAdapter())!.adapter);
    const only = { ...smallRequest, contenders: contenders.slice(1, 2), contexts: [3, 9] };
    const events = await collect({ gpu: fresh, timer: await Timer.open(fresh) }, only);
    expect(wholePoints(events).map(({ firstCompiled }) => firstCompiled)).toEqual([true, false]);
    fresh.device.destroy();
  });

  test('keeps on when a point fails while it is measured', async () => {
    let samples = 0;
    const failing = Object.assign(Object.create(timer) as Timer, {
      sample: async (encode: Encode, repetitions: number) => {
        samples += 1;
        if (samples === 20) throw new Error('the clock ran backwards');
        return timer.sample(encode, repetitions);
      },
    });
    const only = { ...smallRequest, contenders: contenders.slice(0, 3), contexts: [5], rounds: 20 };
    const events = await collect({ gpu, timer: failing }, only);
    expect(failures(events)).toEqual([
      expect.objectContaining({
        failure: { code: 'internal', message: 'the clock ran backwards' },
      }),
    ]);
    const whole = events.filter((e) => e.type === 'point' && e.point.samplesNs.length === 20);
    expect(whole).toHaveLength(2);
  });

  test('a step that is too long for one submit is cut, and its time is the sum', async () => {
    let terms = 0;
    const slow = Object.assign(Object.create(timer) as Timer, {
      // A foreseen step of 300 ms.
      sample: async () => 300e6,
      term: async (encode: Encode) => {
        await timer.term(encode, 1);
        terms += 1;
        return terms % 3 === 0 ? -1e6 : 5e6;
      },
    });
    const only = {
      ...smallRequest,
      contenders: contenders.slice(1, 2),
      contexts: [700],
      rounds: 3,
    };
    const events = await collect({ gpu, timer: slow }, only);
    expect(agreements(events)).toMatchObject([{ agrees: true }]);
    const points = events.flatMap((event) => (event.type === 'point' ? [event.point] : []));
    for (const { parts, stepsPerSample, samplesNs } of points) {
      expect(parts).toBeGreaterThan(2);
      expect(stepsPerSample).toBe(1);
      for (const ns of samplesNs) expect(ns).toBeLessThan(5e6 * parts);
      // Calibration samples once too.
      expect(terms).toBe(parts * 4);
    }
    expect(points).toHaveLength(1);
  });

  test('tells what does not fit before allocating it, and goes on with the others', async () => {
    const contexts = [5, 1 << 24];
    const events = await collect({ gpu, timer }, { ...smallRequest, contexts, batch: 1 });
    const failed = failures(events);
    expect(failed).toHaveLength(6);
    expect(wholePoints(events).map(({ context }) => context)).toEqual([5, 5, 5, 5, 5, 5]);
    for (const event of failed) {
      const { failure } = event as Extract<DecodeEvent, { type: 'failure' }>;
      const { neededBytes, limitBytes, largestContext } = failure as Extract<
        RunFailure,
        { code: 'doesNotFit' }
      >;
      expect(failure.code).toBe('doesNotFit');
      expect(neededBytes).toBeGreaterThan(limitBytes);
      expect(largestContext).toBeGreaterThan(1 << 17);
      expect(largestContext).toBeLessThan(1 << 24);
    }
  });

  test('keeps on when one contender cannot be made, and names the failure', async () => {
    const createSession: typeof Session.create = (device, plan, spec) =>
      plan.mode === 'naive'
        ? Promise.reject(new Error('planted'))
        : Session.create(device, plan, spec);
    const events = await collect({ gpu, timer, createSession }, { ...smallRequest, contexts: [3] });
    expect(failures(events)).toEqual([
      expect.objectContaining({
        mode: 'naive',
        failure: { code: 'internal', message: 'planted' },
      }),
    ]);
    expect(wholePoints(events)).toHaveLength(5);
  });

  test('stops within 200 ms wherever it is', async () => {
    for (const afterEvents of [2, 12, 40, 80]) {
      const controller = new AbortController();
      let seen = 0;
      let abortedMs = Infinity;
      await collectGarbage();
      const run = async () => {
        for await (const _ of decodeOnGpu({ gpu, timer }, smallRequest, controller.signal)) {
          if (++seen !== afterEvents) continue;
          setTimeout(() => {
            abortedMs = performance.now();
            controller.abort();
          }, 5);
        }
      };
      await expect(run()).rejects.toThrow(/abort/i);
      expect(performance.now() - abortedMs).toBeLessThan(200);
    }
    // The device is as good as before.
    expect(gpu.lost).toBe(false);
    const again = await collect({ gpu, timer }, { ...smallRequest, contexts: [3] });
    expect(agreements(again).every(({ agrees }) => agrees)).toBe(true);
  });
});

test.skipIf(!dawn)('a device lost in the middle ends the run with DeviceLostError', async () => {
  const gpu = await openGpu((await dawnAdapter())!.adapter);
  const timer = await Timer.open(gpu);
  let events = 0;
  const run = async () => {
    const { signal } = new AbortController();
    const one = { ...smallRequest, contenders: contenders.slice(1, 2) };
    for await (const _ of decodeOnGpu({ gpu, timer }, one, signal)) {
      if (++events === 8) gpu.device.destroy();
    }
  };
  await expect(run()).rejects.toThrow(DeviceLostError);
  timer.dispose();
});
