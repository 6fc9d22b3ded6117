// Attention maps on a device: each with float64 in every mode and format, and the pairs whose difference is known.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { openGpu, type Gpu } from '../gpu/device';
import { Timer } from '../gpu/timer';
import { Session } from '../kernels/session';
import type { DecodeDevice } from './decodeRun';
import {
  bothMaps,
  everyMapSide,
  furthest,
  mapRequest,
  mapSide,
  rowsOf,
} from './mapCases.test-support';

const dawn = await dawnAdapter();

describe.skipIf(!dawn)('maps on a device', () => {
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

  // One of each way to keep and to rebuild.
  const ways = ['gqa cached', 'mla absorbed', 'mla expanded'];
  const sides = everyMapSide.filter(({ variantId, mode }) => ways.includes(`${variantId} ${mode}`));
  test.each(sides)('agree with float64: $variantId $mode, in f32 and int4', async (side) => {
    const request = mapRequest(side, { ...side, format: 'int4' });
    const maps = await bothMaps({ gpu, timer }, request);
    for (const map of maps) {
      expect(map.madeBy).toBe('gpu');
      expect(map.agreement?.agrees, JSON.stringify(map.agreement)).toBe(true);
      expect(map.agreement?.error).toBeGreaterThan(0);
      for (const { seen, hidden } of rowsOf(map)) {
        expect(seen.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
        expect(hidden.every((weight) => weight === 0)).toBe(true);
      }
    }
    expect(furthest(...maps)).toBeGreaterThan(1e-3);
  });

  test('absorbed and expanded differ by f32 rounding', async () => {
    const request = mapRequest(mapSide('mla', 'absorbed'), mapSide('mla', 'expanded'));
    const difference = furthest(...(await bothMaps({ gpu, timer }, request)));
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(5e-6);
  });

  test('heads that are copied give the weights of those that are shared, to the bit', async () => {
    const request = mapRequest(mapSide('gqa', 'cached'), mapSide('mha', 'cached'));
    const [a, b] = await bothMaps({ gpu, timer }, request);
    expect(b.weights).toEqual(a.weights);
  });

  test('a wrong weight is seen', async () => {
    const createSession: typeof Session.create = async (...args) => {
      const session = await Session.create(...args);
      const write = session.writeWeight.bind(session);
      vi.spyOn(session, 'writeWeight').mockImplementation((id, data) =>
        write(id, id === 'wk' ? data.map((value) => value * 1.01) : data),
      );
      return session;
    };
    const device: DecodeDevice = { gpu, timer, createSession };
    const gqa = mapSide('gqa', 'cached');
    const [a] = await bothMaps(device, mapRequest(gqa, gqa));
    expect(a.agreement?.agrees).toBe(false);
  });
});
