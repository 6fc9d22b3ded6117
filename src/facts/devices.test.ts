// The devices: well formed, and no figure that is only recalled.

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import type { DeviceFacts } from './device';
import { deviceById, devices, knownDevices } from './devices';
import { deviceSchema } from './schema';
import { sharedFacts } from './shared.test-support';

const named = knownDevices.map((device) => [device.id, device] as const);

test.each(named)('%s is well formed', (_, device) => {
  expect(v.parse(deviceSchema, device)).toEqual(device);
});

test('figures are in bytes and flops, memory in binary units and rates in decimal ones', () => {
  expect(deviceById('rtx3060')).toMatchObject({
    memoryBytes: 12_884_901_888,
    bandwidthBytesPerSecond: 360_000_000_000,
    f32FlopsPerSecond: 12_740_000_000_000,
    f16FlopsPerSecond: 12_740_000_000_000,
    matrixFlopsPerSecond: 25_500_000_000_000,
  });
});

test('ids are unique, and an unknown one is refused with the known ones', () => {
  expect(new Set(knownDevices.map(({ id }) => id)).size).toBe(knownDevices.length);
  for (const device of devices) expect(deviceById(device.id)).toBe(device);
  expect(() => deviceById('abacus')).toThrow('no device "abacus": choose rtx4060');
});

test('a figure has a source, and what has no source has no figure', () => {
  for (const { sources, rateSources, ...device } of knownDevices) {
    for (const [figure, source] of [
      [device.memoryBytes, sources.memory],
      [device.bandwidthBytesPerSecond, sources.bandwidth],
      [device.f32FlopsPerSecond, sources.f32Flops],
      [device.f16FlopsPerSecond, rateSources.f16Flops],
      [device.matrixFlopsPerSecond, rateSources.matrixFlops],
    ] as const) {
      expect(source === null).toBe(figure === null);
    }
  }
});

const sourcesOf = ({ sources, rateSources }: DeviceFacts) =>
  Object.values({ ...sources, ...rateSources }).flatMap((stated) => stated ?? []);

test('a source is something that a reader can find: it names a place, and is no description', () => {
  const described = /^an? |secondary|text copy/;
  for (const device of knownDevices) {
    for (const { source } of sourcesOf(device)) {
      expect([device.id, described.test(source)]).toEqual([device.id, false]);
    }
  }
});

test("a card's matrix rate is its own: the B580 clocks higher than the Arc Pro B60 of the same die", () => {
  const b580 = deviceById('arc-b580');
  // 20 cores of 2048 f16 operations at 2.67 GHz, at which its f32 rate is stated too; the B60 has 98.3 at 2.4 GHz.
  expect(b580.matrixFlopsPerSecond).toBe(109.4e12);
  expect(20 * 2048 * 2.67e9).toBeCloseTo(109.4e12, -11);
  expect(b580.f32FlopsPerSecond / (20 * 256 * 2.67e9)).toBeCloseTo(1, 3);
  expect(sourcesOf(b580).some(({ source }) => source.includes('b60'))).toBe(false);
});

test('those that lack a needed figure cannot be chosen', () => {
  const left = knownDevices.filter(({ id }) => !devices.some((device) => device.id === id));
  expect(left.map(({ id }) => id)).toEqual([
    'iris-xe-96',
    'arc-140v',
    'a17pro',
    'a16',
    'a15',
    'adreno750',
    'h800',
  ]);
  expect(() => deviceById('h800')).toThrow('no device "h800"');
});

const figure = v.nullable(
  v.object({
    value: v.union([v.number(), v.string()]),
    status: v.picklist(['VERIFIED', 'DERIVED', 'RECALLED']),
    source: v.nullable(v.string()),
  }),
);

const sharedDevice = v.object({
  id: v.string(),
  memory_GB: figure,
  bandwidth_GBs: figure,
  fp32_tflops: figure,
  fp16_shader_tflops: figure,
  fp16_bf16_matrix_dense_tflops: figure,
});

const shared = sharedFacts('devices.json', v.object({ devices: v.array(sharedDevice) }))?.devices;

/** Figures that were only recalled when the facts were gathered, and read in a source since. */
const readSince = [
  'm1 memory',
  'm2 memory',
  'm3max memory',
  'arc-a770 memory',
  'arc-a770 bandwidth',
  'arc-a770 f32Flops',
];

/** A figure that the gathered facts take from another card. */
const ofAnotherCard = ['arc-b580 matrixFlops'];

describe.skipIf(!shared)('against ../shared/facts/devices.json', () => {
  test('every device is known, and no other', () => {
    expect(knownDevices.map(({ id }) => id).sort()).toEqual(shared?.map(({ id }) => id).sort());
  });

  test.each(named)('%s has its figures, none of them recalled', (id, device) => {
    const fact = shared?.find((entry) => entry.id === id);
    if (!fact) throw new Error(`the shared facts do not know ${id}`);
    const { sources, rateSources } = device;
    for (const [name, stated, value, known, unit] of [
      ['memory', sources.memory, device.memoryBytes, fact.memory_GB, 2 ** 30],
      ['bandwidth', sources.bandwidth, device.bandwidthBytesPerSecond, fact.bandwidth_GBs, 1e9],
      ['f32Flops', sources.f32Flops, device.f32FlopsPerSecond, fact.fp32_tflops, 1e12],
      ['f16Flops', rateSources.f16Flops, device.f16FlopsPerSecond, fact.fp16_shader_tflops, 1e12],
      [
        'matrixFlops',
        rateSources.matrixFlops,
        device.matrixFlopsPerSecond,
        fact.fp16_bf16_matrix_dense_tflops,
        1e12,
      ],
    ] as const) {
      // "up to 96" and "16 / 24 / 32" mean the last number; "system shared" states none.
      const last = String(known?.value ?? '')
        .match(/[\d.]+/g)
        ?.at(-1);
      if (ofAnotherCard.includes(`${id} ${name}`)) {
        expect(value).not.toBe(Math.round(Number(known?.value) * unit));
        continue;
      }
      const since = readSince.includes(`${id} ${name}`);
      if (known === null || last === undefined || (known.status === 'RECALLED' && !since)) {
        expect([name, value]).toEqual([name, null]);
        continue;
      }
      expect([name, value]).toEqual([name, Math.round(Number(last) * unit)]);
      expect(stated?.status.toUpperCase()).toBe(since ? 'VERIFIED' : known.status);
      expect(known.status === 'RECALLED').toBe(since);
      if (name === 'memory') {
        expect(device.largestConfiguration).toBe(typeof known.value === 'string');
      }
    }
  });
});
