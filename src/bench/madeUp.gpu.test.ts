// A variant that nobody has thought of races on a device, and is right by every way to attend.

import { madeUp } from '../attention/madeUp.test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { plainConventions } from '../attention/variant';
import { openGpu, type Gpu } from '../gpu/device';
import { Timer } from '../gpu/timer';
import { plannedOf, raceMadeUp, toldOf } from './madeUpRace.test-support';
import type { TrialEvent } from './shaderRecords';
import { smallDims } from './smallDims.test-support';
import { tryShader } from './tryShader';

const dawn = await dawnAdapter();

describe.skipIf(!dawn)('a made-up variant on a device', () => {
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
    'races, agrees with float64 and keeps what its plan says: $scope, $format',
    async (change) => {
      const told = toldOf(await raceMadeUp({ gpu, timer }, change));
      expect(told).toEqual(plannedOf(change.format));
    },
  );

  test('climbs the ladder: every rung agrees with float64', async () => {
    const request = {
      dims: smallDims,
      conventions: plainConventions,
      contenders: [{ variantId: madeUp.id, mode: 'cached' }],
      batch: 2,
      format: 'f32',
      scope: 'attentionOnly',
      seed: 5,
      context: 300,
      rounds: 3,
      trial: { kind: 'rungs' },
    } as const;
    const events: TrialEvent[] = [];
    const { signal } = new AbortController();
    for await (const event of tryShader({ gpu, timer }, request, signal)) events.push(event);
    const checked = events.flatMap((event) => (event.type === 'rungChecked' ? [event] : []));
    expect(checked.length).toBeGreaterThan(2);
    expect(checked.filter(({ agreement }) => !agreement.agrees)).toEqual([]);
    const timed = new Set(events.flatMap((event) => (event.type === 'rung' ? [event.index] : [])));
    expect(timed).toEqual(new Set(checked.map(({ index }) => index)));
  });
});
