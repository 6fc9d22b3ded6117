// Decode on the CPU: marked as such, the same events, cut to what a CPU bears, stopped at once.

import { expect, test } from 'vitest';
import { plainConventions } from '../attention/variant';
import { decodeOnCpu } from './decodeCpu';
import type { DecodeEvent, DecodeRequest } from './records';

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
    // Records cross to the page as messages.
    expect(structuredClone(point)).toEqual(point);
  }
  // The reference agrees with itself: that would say nothing.
  expect(events.some(({ type }) => type === 'agreement')).toBe(false);
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

test('stops within a slice', async () => {
  const controller = new AbortController();
  const long = { ...request, contexts: [200_000], contenders: request.contenders.slice(0, 1) };
  const run = collect(long, controller.signal);
  setTimeout(() => controller.abort(), 60);
  const beganMs = performance.now();
  await expect(run).rejects.toThrow(/abort/i);
  expect(performance.now() - beganMs).toBeLessThan(200);
});
