// A race end to end on a device and on the CPU beside it: who enters, what agrees, what a fault looks like.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { plainConventions } from '../attention/variant';
import { openGpu, type Gpu } from '../gpu/device';
import { Timer } from '../gpu/timer';
import { Session } from '../kernels/session';
import type { DecodeDevice } from './decodeRun';
import { Pacing } from './pacing';
import { raceOn } from './raceOn';
import type { RaceEvent, RaceRequest } from './raceRecords';
import { cachedModes, smallDims } from './smallDims.test-support';

const dawn = await dawnAdapter();

const request: RaceRequest = {
  dims: smallDims,
  conventions: plainConventions,
  contenders: cachedModes,
  batch: 2,
  format: 'f32',
  scope: 'attentionOnly',
  seed: 11,
  from: 61,
  until: 140,
  besideCpu: false,
};

async function collect(device: DecodeDevice | null, what: RaceRequest, tokensPerRound = 9) {
  const events: RaceEvent[] = [];
  const pacing = new Pacing({ paused: false, tokensPerRound });
  for await (const event of raceOn(device, what, pacing, new AbortController().signal)) {
    events.push(event);
  }
  return events;
}

const of = <Type extends RaceEvent['type']>(events: RaceEvent[], type: Type) =>
  events.filter((event): event is Extract<RaceEvent, { type: Type }> => event.type === type);

describe.skipIf(!dawn)('a race', () => {
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

  test.each([
    { scope: 'attentionOnly', format: 'f32' },
    { scope: 'attentionOnly', format: 'int8' },
    { scope: 'wholeLayer', format: 'f16' },
  ] as const)(
    'of every variant in every mode agrees from the first token to the last: $scope, $format',
    async (choice) => {
      const events = await collect({ gpu, timer }, { ...request, ...choice });
      expect(of(events, 'fellOut')).toEqual([]);
      expect(of(events, 'entered')).toHaveLength(cachedModes.length);
      const checks = of(events, 'agreement').map(({ agreement }) => agreement);
      expect(checks.filter(({ agrees }) => !agrees)).toEqual([]);
      // At 62, at 124 or the first round beyond, and at the end.
      expect(new Set(checks.map(({ context }) => context))).toEqual(new Set([62, 125, 140]));
      for (const { error } of checks) expect(error).toBeGreaterThan(1e-9);
      const rounds = of(events, 'round');
      expect(rounds.at(-1)?.context).toBe(140);
      for (const { laps } of rounds) {
        expect(laps).toHaveLength(cachedModes.length);
        for (const { stepNs } of laps) expect(stepNs).toBeGreaterThan(0);
      }
    },
  );

  test('tells what its caches hold on the device, with the padding of their rows', async () => {
    const dims = { ...smallDims, headDim: 19, vDim: 19 };
    const contenders = [{ variantId: 'gqa', mode: 'cached' }];
    const [entered] = of(
      await collect({ gpu, timer }, { ...request, dims, contenders, until: 70 }),
      'entered',
    );
    // 19 elements lie in 20: 3 heads, K and V, 4 bytes, and 2 sequences of 70 tokens.
    expect(entered?.bytesPerToken).toBe(3 * 2 * 20 * 4);
    expect(entered?.allocatedBytes).toBe(3 * 2 * 20 * 4 * 2 * 70);
  });

  test('runs on the CPU beside the GPU, and says which is which', async () => {
    const contenders = [
      { variantId: 'gqa', mode: 'cached' },
      { variantId: 'mla', mode: 'absorbed' },
    ];
    const events = await collect({ gpu, timer }, { ...request, contenders, besideCpu: true });
    const [round] = of(events, 'round');
    const racers = round?.laps.map(({ variantId, ranOn }) => `${variantId} ${ranOn}`).toSorted();
    expect(racers).toEqual(['gqa cpu', 'gqa gpu', 'mla cpu', 'mla gpu']);
    expect(of(events, 'agreement').filter(({ agreement }) => !agreement.agrees)).toEqual([]);
  });

  test('sees a token that was never appended', async () => {
    const createSession: typeof Session.create = async (...args) => {
      const session = await Session.create(...args);
      // The tokens between two laps get no inputs of their own: each appends what stood there before.
      let calls = 0;
      const write = session.writeInput.bind(session);
      vi.spyOn(session, 'writeInput').mockImplementation((id, data) => {
        if (calls++ < 12) write(id, data);
      });
      return session;
    };
    const contenders = [{ variantId: 'gqa', mode: 'cached' }];
    const events = await collect({ gpu, timer, createSession }, { ...request, contenders });
    const checks = of(events, 'agreement').map(({ agreement }) => agreement);
    expect(checks.map(({ agrees }) => agrees)).toEqual([true, false]);
    expect(of(events, 'round').at(-1)?.context).toBeLessThan(140);
  });

  test('what has no room is told with the longest race that has', async () => {
    const contenders = [{ variantId: 'mha', mode: 'cached' }];
    const [fell] = of(
      await collect({ gpu, timer }, { ...request, contenders, from: 4, until: 2 ** 26 }),
      'fellOut',
    );
    expect(fell?.failure.code).toBe('doesNotFit');
    if (fell?.failure.code !== 'doesNotFit') return;
    expect(fell.failure.neededBytes).toBeGreaterThan(fell.failure.limitBytes);
    expect(fell.failure.largestContext).toBeGreaterThan(1000);
    expect(fell.failure.largestContext).toBeLessThan(2 ** 26);
  });
});
