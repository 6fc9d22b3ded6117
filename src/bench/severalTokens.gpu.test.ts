// Steps of several tokens on a device and on the CPU: short ones after a past, and whole prompts.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { plainConventions } from '../attention/variant';
import { openGpu, type Gpu } from '../gpu/device';
import { Timer } from '../gpu/timer';
import { Session } from '../kernels/session';
import { decodeOnCpu } from './decodeCpu';
import { decodeOnGpu } from './decodeGpu';
import type { DecodeEvent, DecodeRequest } from './records';
import { cachedModes, smallDims } from './smallDims.test-support';

const dawn = await dawnAdapter();

/** 7 tokens after 60, 90 after 110, and a prompt of 230. */
const request: DecodeRequest = {
  dims: smallDims,
  conventions: plainConventions,
  contenders: cachedModes,
  contexts: [67, 200, 230],
  newTokens: [7, 90, 230],
  batch: 2,
  format: 'f32',
  scope: 'attentionOnly',
  rounds: 5,
  seed: 9,
};

async function collect(events: AsyncIterable<DecodeEvent>) {
  const all: DecodeEvent[] = [];
  for await (const event of events) all.push(event);
  return {
    failures: all.filter(({ type }) => type === 'failure'),
    agreements: all.flatMap((event) => (event.type === 'agreement' ? [event.agreement] : [])),
    points: all.flatMap((event) =>
      event.type === 'point' && event.point.samplesNs.length === 5 ? [event.point] : [],
    ),
  };
}

const signal = new AbortController().signal;

/** What is wrong with a whole run; nothing, where everyone agreed at every size and was measured there. */
function faultsOf({ failures, agreements, points }: Awaited<ReturnType<typeof collect>>) {
  const sizes: Record<number, number> = { 67: 7, 200: 90, 230: 230 };
  const flops = (context: number) =>
    Math.max(...points.filter((point) => point.context === context).map((point) => point.flops));
  return [
    ...failures,
    ...agreements.filter(({ agrees }) => !agrees),
    ...points.filter(({ context, newTokens }) => newTokens !== sizes[context]),
    ...(points.length === 3 * cachedModes.length ? [] : [`${points.length} points`]),
    // A longer step computes more: by hundreds of times here.
    ...(flops(230) > 10 * flops(67) ? [] : ['as many flops for 230 tokens as for 7']),
  ];
}

test('on the CPU every variant agrees with float64 in every mode', async () => {
  expect(faultsOf(await collect(decodeOnCpu(request, signal)))).toEqual([]);
});

describe.skipIf(!dawn)('on a device', () => {
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

  test('every variant agrees with float64 in every mode', async () => {
    expect(faultsOf(await collect(decodeOnGpu({ gpu, timer }, request, signal)))).toEqual([]);
  });

  test('a cache in int8 agrees with float64 of the same rows', async () => {
    const contenders = [
      { variantId: 'gqa', mode: 'cached' },
      { variantId: 'mla', mode: 'expanded' },
    ];
    const asked = { ...request, contenders, format: 'int8' } as const;
    const { failures, agreements } = await collect(decodeOnGpu({ gpu, timer }, asked, signal));
    expect(failures).toEqual([]);
    expect(agreements.map(({ agrees }) => agrees)).toEqual(Array(6).fill(true));
  });

  test('a step that leaves out the first of its tokens is seen', async () => {
    const createSession: typeof Session.create = async (...args) => {
      const session = await Session.create(...args);
      const setStep = session.setStep.bind(session);
      session.setStep = (positions) =>
        setStep({ ...positions, offsets: positions.offsets.map((offset) => offset - 1) });
      return session;
    };
    const contenders = [{ variantId: 'gqa', mode: 'cached' }];
    const { agreements } = await collect(
      decodeOnGpu({ gpu, timer, createSession }, { ...request, contenders }, signal),
    );
    expect(agreements.map(({ agrees }) => agrees)).toEqual([false, false, false]);
  });
});
