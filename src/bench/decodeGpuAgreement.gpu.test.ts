// What the decode bench finds right and what it finds wrong, on a device.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { openGpu, type Gpu } from '../gpu/device';
import { Timer } from '../gpu/timer';
import { Session } from '../kernels/session';
import { agreements, collect, failures, smallRequest, wholePoints } from './decodeGpu.test-support';
import { smallDims } from './smallDims.test-support';

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

  test.each(['bf16', 'int8', 'int4'] as const)(
    'takes what %s loses for no fault of the kernels',
    async (format) => {
      const few = contenders.filter(({ mode }) => mode !== 'naive');
      const events = await collect(
        { gpu, timer },
        { ...smallRequest, contenders: few, contexts: [300], format },
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
    const events = await collect({ gpu, timer }, { ...smallRequest, ...choice });
    expect(failures(events)).toEqual([]);
    const reports = agreements(events);
    expect(reports).toHaveLength(18);
    expect(reports.filter(({ agrees }) => !agrees)).toEqual([]);
    // Zeros would agree with anything that is forgotten: a real comparison leaves rounding behind.
    // Of one key the softmax is exactly 1, and f32 values come out as they went in.
    const rounded = reports.filter(({ context }) => context > 1);
    for (const { error } of rounded) expect(error).toBeGreaterThan(1e-9);

    const points = wholePoints(events);
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
      const only = { ...smallRequest, contenders: contenders.slice(3, 4), contexts: [9] };
      const events = await collect({ gpu, timer, createSession }, only);
      const [report] = agreements(events);
      expect(report?.agrees).toBe(false);
      expect(report?.error).toBeGreaterThan(1e-3);
      expect(wholePoints(events)).toEqual([]);
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
      ...smallRequest,
      dims: { ...smallDims, queryHeads: 1, kvHeads: 1 },
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
});
