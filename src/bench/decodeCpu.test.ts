// Decode on the CPU: marked as such, the same events, cut to what a CPU bears, stopped at once.

import { afterEach, expect, test, vi } from 'vitest';
import { plainConventions } from '../attention/variant';
import { CpuSession } from '../cpu/session';
import { OutOfMemoryError } from '../gpu/errors';
import { decodeOnCpu } from './decodeCpu';
import * as expected from './expected';
import type { DecodeEvent, DecodeRequest } from './records';
import { smallDims } from './smallDims.test-support';

vi.mock('./expected', { spy: true });
afterEach(() => vi.restoreAllMocks());

const request: DecodeRequest = {
  dims: smallDims,
  conventions: plainConventions,
  contenders: [
    { variantId: 'gqa', mode: 'cached' },
    { variantId: 'mla', mode: 'absorbed' },
  ],
  contexts: [33, 65],
  batch: 2,
  format: 'f16',
  scope: 'attentionOnly',
  rounds: 5,
  seed: 4,
};

async function collect(what: DecodeRequest, signal = new AbortController().signal) {
  const events: DecodeEvent[] = [];
  for await (const event of decodeOnCpu(what, signal)) events.push(event);
  return events;
}

test('gives a point for every contender and context, and says that it is the CPU in float32', async () => {
  const events = await collect(request);
  const points = events.flatMap((event) =>
    event.type === 'point' && event.point.samplesNs.length === 5 ? [event.point] : [],
  );
  expect(points.map(({ variantId, context }) => `${variantId} ${context}`).toSorted()).toEqual([
    'gqa 33',
    'gqa 65',
    'mla 33',
    'mla 65',
  ]);
  for (const point of points) {
    expect(point).toMatchObject({ ranOn: 'cpu', timer: 'wallClock', format: 'f32', batch: 2 });
    expect(point.medianNs).toBeGreaterThan(0);
    expect(point.actualBytes).toBe(point.compulsoryBytes);
    expect(point.resolutionNs).toBeGreaterThan(0);
    expect(point).toMatchObject({ parts: 1, firstCompiled: false, cold: false });
    // Records cross to the page as messages.
    expect(structuredClone(point)).toEqual(point);
  }
});

test('checks every point against float64 before it is timed', async () => {
  const events = await collect(request);
  const told = events.flatMap((event) => {
    if (event.type === 'agreement') {
      const { variantId, context, agrees, error, bound } = event.agreement;
      expect([agrees, bound]).toEqual([true, 1e-5]);
      expect(error).toBeGreaterThan(0);
      return [`agrees ${variantId} ${context}`];
    }
    return event.type === 'point' ? [`timed ${event.point.variantId} ${event.point.context}`] : [];
  });
  expect(told.slice(0, 4)).toEqual([
    'agrees gqa 33',
    'agrees mla 33',
    expect.stringMatching(/^timed/),
    expect.stringMatching(/^timed/),
  ]);
  expect(new Set(told.filter((text) => text.startsWith('agrees'))).size).toBe(4);
});

test('a point that disagrees is told and not timed', async () => {
  const { queryHeads, vDim } = smallDims;
  const wrong = new Float32Array(request.batch * queryHeads * vDim).fill(0.1);
  vi.spyOn(CpuSession.prototype, 'read').mockReturnValueOnce(wrong);
  const events = await collect({ ...request, contexts: [9] });
  const agreements = events.flatMap((e) => (e.type === 'agreement' ? [e.agreement.agrees] : []));
  expect(agreements).toEqual([false, true]);
  const timed = events.flatMap((event) => (event.type === 'point' ? [event.point.variantId] : []));
  expect(new Set(timed)).toEqual(new Set(['mla']));
});

test('a machine without WebAssembly SIMD is told so for every point', async () => {
  vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  const events = await collect({ ...request, contexts: [9] });
  const told = events.map((event) => (event.type === 'failure' ? event.failure : event.type));
  const failure = { code: 'unsupported', message: expect.stringContaining('WebAssembly') };
  expect(told).toEqual([failure, failure]);
});

test('names what is too much for a CPU and goes on with the others', async () => {
  const events = await collect({ ...request, contexts: [17, 1 << 20], batch: 3 });
  const failures = events.flatMap((event) => (event.type === 'failure' ? [event] : []));
  expect(failures).toEqual([
    expect.objectContaining({
      variantId: 'gqa',
      context: 1 << 20,
      failure: expect.objectContaining({ code: 'doesNotFit', limitBytes: 800e6 }),
    }),
    expect.objectContaining({
      variantId: 'mla',
      context: 1 << 20,
      failure: {
        code: 'unsupported',
        message: expect.stringMatching(/multiply-adds a step: on the CPU at most 1000 million/),
      },
    }),
  ]);
  expect(new Set(events.flatMap((e) => (e.type === 'point' ? [e.point.context] : [])))).toEqual(
    new Set([17]),
  );
});

test('contenders that do not fit the memory together are measured one after the other', async () => {
  // As if each took 300 MB of 800.
  vi.mocked(expected.referenceBytes).mockReturnValue(300e6);
  const contenders = ['mha', 'gqa', 'mqa'].map((variantId) => ({ variantId, mode: 'cached' }));
  const events = await collect({ ...request, contenders, contexts: [9], rounds: 2 });
  const order = events.flatMap((e) => (e.type === 'progress' ? [`${e.stage} ${e.variantId}`] : []));
  expect(order.slice(0, 4)).toEqual(['fill mha', 'check mha', 'fill gqa', 'check gqa']);
  expect(order.slice(8)).toEqual(['fill mqa', 'check mqa', 'measure mqa', 'measure mqa']);
  expect(events.filter(({ type }) => type === 'failure')).toEqual([]);
});

test('a point that the browser has no room for does not end the run', async () => {
  vi.mocked(expected.prepareReference).mockRejectedValueOnce(
    new OutOfMemoryError('reference', 123, 'Array buffer allocation failed'),
  );
  const events = await collect({ ...request, contexts: [9] });
  expect(events.filter(({ type }) => type === 'failure')).toEqual([
    expect.objectContaining({
      variantId: 'gqa',
      failure: { code: 'outOfMemory', neededBytes: 123 },
    }),
  ]);
  const points = events.flatMap((event) => (event.type === 'point' ? [event.point.variantId] : []));
  expect(new Set(points)).toEqual(new Set(['mla']));
});

test('stops within a slice', async () => {
  const controller = new AbortController();
  const long = { ...request, contexts: [200_000], contenders: request.contenders.slice(0, 1) };
  const run = collect(long, controller.signal);
  setTimeout(() => controller.abort(), 60);
  const beganMs = performance.now();
  await expect(run).rejects.toThrow(/abort/i);
  expect(performance.now() - beganMs).toBeLessThan(200);
});
