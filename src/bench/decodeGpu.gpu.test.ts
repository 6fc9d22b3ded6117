// The decode bench end to end on a device: what it finds right, what it finds wrong, and how it ends.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { plainConventions } from '../attention/variant';
import { openGpu, type Gpu } from '../gpu/device';
import { DeviceLostError } from '../gpu/errors';
import { Timer, type Encode } from '../gpu/timer';
import { Session } from '../kernels/session';
import { decodeOnGpu } from './decodeGpu';
import type { DecodeDevice } from './decodeRun';
import type { DecodeEvent, DecodeRequest, RunFailure } from './records';
import { smallDims as dims } from './smallDims.test-support';

const dawn = await dawnAdapter();

const contenders = [
  { variantId: 'mha', mode: 'cached' },
  { variantId: 'gqa', mode: 'cached' },
  { variantId: 'mqa', mode: 'cached' },
  { variantId: 'mla', mode: 'absorbed' },
  { variantId: 'mla', mode: 'expanded' },
  { variantId: 'mla', mode: 'naive' },
];

const request: DecodeRequest = {
  dims,
  conventions: plainConventions,
  contenders,
  contexts: [1, 67, 130],
  batch: 2,
  format: 'f32',
  scope: 'attentionOnly',
  rounds: 5,
  seed: 11,
};

async function collect(
  device: DecodeDevice,
  what: DecodeRequest,
  signal = new AbortController().signal,
): Promise<DecodeEvent[]> {
  const events: DecodeEvent[] = [];
  for await (const event of decodeOnGpu(device, what, signal)) events.push(event);
  return events;
}

const agreements = (events: DecodeEvent[]) =>
  events.flatMap((event) => (event.type === 'agreement' ? [event.agreement] : []));

/** The points with all their rounds. */
const pointsIn = (events: DecodeEvent[]) =>
  events.flatMap((event) =>
    event.type === 'point' && event.point.samplesNs.length === 5 ? [event.point] : [],
  );
const failures = (events: DecodeEvent[]) => events.filter(({ type }) => type === 'failure');

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

  test.each(['bf16', 'int8', 'int4'] as const)(
    'takes what %s loses for no fault of the kernels',
    async (format) => {
      const few = contenders.filter(({ mode }) => mode !== 'naive');
      const events = await collect(
        { gpu, timer },
        { ...request, contenders: few, contexts: [300], format },
      );
      expect(failures(events)).toEqual([]);
      const reports = agreements(events);
      expect(reports.map(({ agrees }) => agrees)).toEqual(few.map(() => true));
      // Without a weight in f16 nothing is left but the rounding of f32 sums: rows are compared as they are stored.
      const ofMqa = reports.find(({ variantId }) => variantId === 'mqa');
      expect(ofMqa?.error).toBeLessThan(1e-4);
    },
  );

  test.each([
    { scope: 'attentionOnly', format: 'f32' },
    { scope: 'attentionOnly', format: 'f16' },
    { scope: 'wholeLayer', format: 'f32' },
    { scope: 'wholeLayer', format: 'f16' },
  ] as const)('agrees with float64 in every mode: $scope, $format', async (choice) => {
    const events = await collect({ gpu, timer }, { ...request, ...choice });
    expect(failures(events)).toEqual([]);
    const reports = agreements(events);
    expect(reports).toHaveLength(18);
    expect(reports.filter(({ agrees }) => !agrees)).toEqual([]);
    // Zeros would agree with anything that is forgotten: a real comparison leaves rounding behind.
    // Of one key the softmax is exactly 1, and f32 values come out as they went in.
    const rounded = reports.filter(({ context }) => context > 1);
    for (const { error } of rounded) expect(error).toBeGreaterThan(1e-9);

    const points = pointsIn(events);
    expect(points).toHaveLength(18);
    for (const point of points) {
      expect(point.q1Ns).toBeLessThanOrEqual(point.medianNs);
      expect(point.medianNs).toBeLessThanOrEqual(point.q3Ns);
      expect(point.medianNs).toBeGreaterThan(0);
      expect(point.firstNs).toBeGreaterThan(0);
      expect(point.flops).toBeGreaterThan(0);
      expect(point.actualBytes).toBeGreaterThanOrEqual(point.compulsoryBytes * 0.9);
      expect(point).toMatchObject({ ...choice, ranOn: 'gpu', batch: 2, timer: timer.kind });
    }
    // A point is told as soon as it has quartiles.
    const told = events.filter(({ type }) => type === 'point');
    expect(told).toHaveLength(18 * 2);
    // Every point is checked before its time is told.
    for (const { variantId, mode, context } of points) {
      const same = (other: { variantId: string; mode: string; context: number }) =>
        other.variantId === variantId && other.mode === mode && other.context === context;
      const checkedAt = events.findIndex((e) => e.type === 'agreement' && same(e.agreement));
      const toldAt = events.findIndex((e) => e.type === 'point' && same(e.point));
      expect(checkedAt).toBeLessThan(toldAt);
    }
    const fractions = events.flatMap((e) => (e.type === 'progress' ? [e.fraction] : []));
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBeGreaterThan(0.9);
  });

  test.each(['input', 'cache', 'weight'] as const)(
    'finds a result wrong when the kernels are given another %s, and does not time it',
    async (kind) => {
      const createSession: typeof Session.create = async (...args) => {
        const session = await Session.create(...args);
        const fillInput = session.fillInput.bind(session);
        const fillWeight = session.fillWeight.bind(session);
        const fillCache = session.cache.fill.bind(session.cache);
        if (kind === 'input') {
          session.fillInput = (id, seed, scale) => fillInput(id, seed ^ 1, scale);
        } else if (kind === 'weight') {
          session.fillWeight = (id, seed, scale) => fillWeight(id, seed ^ 1, scale);
        } else {
          session.cache.fill = async (id, seed, scale, tokens) => {
            await fillCache(id, seed, scale, tokens);
            // One row of one field, of the many.
            if (id === 'latents') session.cache.write(id, new Float32Array(28 * 2).fill(0.5), 3);
          };
        }
        return session;
      };
      const only = { ...request, contenders: contenders.slice(3, 4), contexts: [9] };
      const events = await collect({ gpu, timer, createSession }, only);
      const [report] = agreements(events);
      expect(report?.agrees).toBe(false);
      expect(report?.error).toBeGreaterThan(1e-3);
      expect(pointsIn(events)).toEqual([]);
      expect(failures(events)).toEqual([]);
    },
  );

  describe('an append that fails', () => {
    const misplaced = (session: Session) => {
      const setStep = session.setStep.bind(session);
      session.setStep = (positions) => {
        const starts = positions.starts.map((start) => Math.max(start - 1, 0));
        setStep({ ...positions, starts });
      };
    };
    const skipped = (session: Session) => {
      const appends = session.schedule.dispatches.filter(({ kernel }) => kernel.startsWith('4_'));
      for (const append of appends) Object.assign(append, { grid: () => [0, 1, 1] });
    };
    const wrong = (session: Session) => {
      const fillInput = session.fillInput.bind(session);
      session.fillInput = (id, seed, scale) =>
        fillInput(id, id.startsWith('query') ? seed : seed ^ 1, scale);
    };
    // A head that looks elsewhere: without its last row the output is still within the bound.
    const long = {
      ...request,
      dims: { ...dims, queryHeads: 1, kvHeads: 1 },
      batch: 1,
      format: 'f16',
      contexts: [3000],
      rounds: 1,
    } as const;

    test.each([
      ['mha', 'cached', 'skipped', skipped],
      ['mla', 'absorbed', 'skipped', skipped],
      ['mqa', 'cached', 'misplaced', misplaced],
      ['mla', 'naive', 'misplaced', misplaced],
      ['gqa', 'cached', 'of another row', wrong],
      ['mla', 'absorbed', 'of another row', wrong],
    ])('is found in %s %s among thousands of rows: %s', async (variantId, mode, _, plant) => {
      const createSession: typeof Session.create = async (...args) => {
        const session = await Session.create(...args);
        plant(session);
        return session;
      };
      const only = { ...long, contenders: [{ variantId, mode }] };
      expect(agreements(await collect({ gpu, timer }, only))).toMatchObject([{ agrees: true }]);
      const events = await collect({ gpu, timer, createSession }, only);
      expect(agreements(events)).toMatchObject([{ agrees: false }]);
      expect(events.some(({ type }) => type === 'point')).toBe(false);
    });
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
    const events = await collect(device, { ...request, contenders: contenders.slice(3, 4) });
    expect(failures(events)).toEqual([]);
    for (const point of pointsIn(events)) {
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
    const only = { ...request, contenders: contenders.slice(1, 2), contexts: [3, 9] };
    const events = await collect({ gpu: fresh, timer: await Timer.open(fresh) }, only);
    expect(pointsIn(events).map(({ firstCompiled }) => firstCompiled)).toEqual([true, false]);
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
    const only = { ...request, contenders: contenders.slice(0, 3), contexts: [5], rounds: 20 };
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
    const only = { ...request, contenders: contenders.slice(1, 2), contexts: [700], rounds: 3 };
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
    const events = await collect({ gpu, timer }, { ...request, contexts, batch: 1 });
    const failed = failures(events);
    expect(failed).toHaveLength(6);
    expect(pointsIn(events).map(({ context }) => context)).toEqual([5, 5, 5, 5, 5, 5]);
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
    const events = await collect({ gpu, timer, createSession }, { ...request, contexts: [3] });
    expect(failures(events)).toEqual([
      expect.objectContaining({
        mode: 'naive',
        failure: { code: 'internal', message: 'planted' },
      }),
    ]);
    expect(pointsIn(events)).toHaveLength(5);
  });

  test('stops within 200 ms wherever it is', async () => {
    for (const afterEvents of [2, 12, 40, 80]) {
      const controller = new AbortController();
      let seen = 0;
      let abortedMs = Infinity;
      const run = async () => {
        for await (const _ of decodeOnGpu({ gpu, timer }, request, controller.signal)) {
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
    const again = await collect({ gpu, timer }, { ...request, contexts: [3] });
    expect(agreements(again).every(({ agrees }) => agrees)).toBe(true);
  });
});

test.skipIf(!dawn)('a device lost in the middle ends the run with DeviceLostError', async () => {
  const gpu = await openGpu((await dawnAdapter())!.adapter);
  const timer = await Timer.open(gpu);
  let events = 0;
  const run = async () => {
    const { signal } = new AbortController();
    const one = { ...request, contenders: contenders.slice(1, 2) };
    for await (const _ of decodeOnGpu({ gpu, timer }, one, signal)) {
      if (++events === 8) gpu.device.destroy();
    }
  };
  await expect(run()).rejects.toThrow(DeviceLostError);
  timer.dispose();
});
