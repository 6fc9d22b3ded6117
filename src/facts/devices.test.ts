// The devices: well formed, and no figure that the shared facts only recall.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { deviceById, devices } from './devices';
import { deviceSchema } from './schema';

const sharedFile = resolve(import.meta.dirname, '../../../shared/facts/devices.json');

const figure = v.object({
  value: v.union([v.number(), v.string()]),
  status: v.string(),
  source: v.nullable(v.string()),
});

const sharedDevice = v.object({
  id: v.string(),
  memory_GB: figure,
  bandwidth_GBs: figure,
  fp32_tflops: figure,
});

test.each(devices.map((device) => [device.id, device] as const))(
  '%s is well formed',
  (_, device) => {
    expect(v.parse(deviceSchema, device)).toEqual(device);
    expect(deviceById(device.id)).toBe(device);
  },
);

test('figures are in bytes and flops, memory in binary units and rates in decimal ones', () => {
  expect(deviceById('rtx3060')).toMatchObject({
    memoryBytes: 12_884_901_888,
    bandwidthBytesPerSecond: 360_000_000_000,
    f32FlopsPerSecond: 12_740_000_000_000,
  });
});

test('ids are unique, and an unknown one is refused with the known ones', () => {
  expect(new Set(devices.map(({ id }) => id)).size).toBe(devices.length);
  expect(() => deviceById('abacus')).toThrow('no device "abacus": choose rtx4060');
});

const shared = existsSync(sharedFile)
  ? v.parse(
      v.object({ devices: v.array(sharedDevice) }),
      JSON.parse(readFileSync(sharedFile, 'utf8')),
    ).devices
  : null;

describe.skipIf(!shared)('against ../shared/facts/devices.json', () => {
  test.each(devices.map((device) => [device.id, device] as const))(
    '%s has its figures, none of them recalled',
    (id, device) => {
      const fact = shared?.find((entry) => entry.id === id);
      if (!fact) throw new Error(`the shared facts do not know ${id}`);
      const { memory, bandwidth, f32Flops } = device.sources;
      for (const [stated, known] of [
        [memory, fact.memory_GB],
        [bandwidth, fact.bandwidth_GBs],
        [f32Flops, fact.fp32_tflops],
      ] as const) {
        expect(stated.status.toUpperCase()).toBe(known.status);
      }
      // "up to 96" and "16 / 24 / 32" mean the last number, and the preset says that there are smaller ones.
      const sizes = String(fact.memory_GB.value).match(/\d+/g) ?? [];
      expect(device.memoryBytes).toBe(Number(sizes.at(-1)) * 2 ** 30);
      expect(device.largestConfiguration).toBe(typeof fact.memory_GB.value === 'string');
      expect(device.bandwidthBytesPerSecond / 1e9).toBe(fact.bandwidth_GBs.value);
      expect(device.f32FlopsPerSecond / 1e12).toBe(fact.fp32_tflops.value);
    },
  );
});
