import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { openGpu, type Gpu } from '../gpu/device';
import { Timer } from '../gpu/timer';
import type { MeasuredCeilings } from './ceilingRecords';
import { measureCeilings } from './ceilings';

const dawn = await dawnAdapter();

describe.skipIf(!dawn)('the ceilings of a device', () => {
  let gpu: Gpu;
  let timer: Timer;
  let ceilings: MeasuredCeilings;
  const rounds: number[] = [];

  beforeAll(async () => {
    gpu = await openGpu(dawn?.adapter);
    timer = await Timer.open(gpu);
    ceilings = await measureCeilings(
      { gpu, timer },
      { rounds: 5, signal: new AbortController().signal, onRound: (done) => rounds.push(done) },
    );
  });

  afterAll(() => {
    timer.dispose();
    gpu.device.destroy();
  });

  // The bounds hold for a busy software adapter and for the fastest cards of 2026 alike.
  test('lie where a processor can have them', () => {
    const { readBytesPerSecond, flopsPerSecond, dispatchNs } = ceilings;
    expect(readBytesPerSecond.median).toBeGreaterThan(0.2e9);
    expect(readBytesPerSecond.median).toBeLessThan(20e12);
    expect(flopsPerSecond.median).toBeGreaterThan(1e9);
    expect(flopsPerSecond.median).toBeLessThan(500e12);
    expect(dispatchNs.median).toBeGreaterThan(50);
    expect(dispatchNs.median).toBeLessThan(1e6);
  });

  test('are told with their spread', () => {
    expect(rounds).toEqual([1, 2, 3, 4, 5]);
    for (const { q1, median, q3, n, samples } of Object.values(ceilings)) {
      expect(n).toBe(5);
      expect(samples).toHaveLength(5);
      expect([...samples].sort((a: number, b: number) => a - b)[2]).toBe(median);
      expect(q1).toBeLessThanOrEqual(median);
      expect(median).toBeLessThanOrEqual(q3);
    }
  });

  test('stop when told to, and give nothing', async () => {
    const stopped = measureCeilings({ gpu, timer }, { rounds: 5, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow('abort');
  });
});
