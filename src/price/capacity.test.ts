// Every unknown solved: the answer fits, the next one does not, and where nothing fits it says what is missing.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatIds, formats } from '../attention/format';
import { proposeDims } from '../attention/propose';
import { mla } from '../attention/variants/mla';
import { devices } from '../facts/devices';
import { modelById } from '../facts/models';
import { anyFormat } from './anyPlan.test-support';
import {
  devicesThatFit,
  fewestDevices,
  largestBatch,
  leastMemory,
  longestContext,
  needed,
  roomBytes,
  widestFormat,
  type Demand,
  type Room,
} from './capacity';
import { deviceCounts, oneDevice } from './parallel';
import { anyServing, llama8b } from './served.test-support';
import { weightBytes, type ServedModel } from './served';

fc.configureGlobal({ seed: 20261122 });

const demand = (more: Partial<Demand> = {}): Demand => ({
  model: llama8b(),
  deployment: oneDevice,
  tokens: 8192,
  batch: 1,
  format: 'f16',
  ...more,
});

const room = (gib: number, reserveBytes = 2 ** 30): Room => ({
  memoryBytes: gib * 2 ** 30,
  reserveBytes,
});

describe('Llama-3.1-8B on one device', () => {
  test('needs its weights and 131,072 bytes a token', () => {
    expect(needed(demand())).toEqual({
      weightBytes: 16_060_522_496n,
      cacheBytes: 1_073_741_824n,
      totalBytes: 17_134_264_320n,
    });
    expect(leastMemory(demand(), 2 ** 30)).toBe(17_134_264_320n + 1_073_741_824n);
  });

  test('has room for 65,883 tokens in 24 GiB of which one is reserved, and nearly twice that in int8', () => {
    const left = 23 * 2 ** 30 - 16_060_522_496;
    const context = (format: Demand['format']) => longestContext(demand({ format }), room(24));
    expect(context('f16')).toMatchObject({ outcome: 'fits', value: Math.floor(left / 131_072) });
    expect(context('f16')).toMatchObject({ value: 65_883 });
    // Rows of 128 columns: 128 bytes and a scale of 2, padded to 4.
    const int8 = 32 * 2 * 8 * 132;
    expect(context('int8')).toMatchObject({ outcome: 'fits', value: Math.floor(left / int8) });
  });

  test('serves 8 sequences of 8,192 tokens there', () => {
    expect(largestBatch(demand(), room(24))).toMatchObject({ outcome: 'fits', value: 8 });
  });

  test('takes 120,000 tokens as int8, since 16 bits would not fit, and fewer as wide as they fit', () => {
    const widest = widestFormat(demand({ tokens: 120_000 }), room(24));
    expect(widest).toMatchObject({ outcome: 'fits', value: 'int8' });
    expect(widestFormat(demand(), room(24))).toMatchObject({ value: 'f32' });
    // bf16 is as wide as f16, which comes first.
    expect(widestFormat(demand({ tokens: 60_000 }), room(24))).toMatchObject({ value: 'f16' });
  });

  test('does not fit in 8 GiB: even one token needs more', () => {
    const least = needed(demand({ tokens: 1 }));
    const answer = { outcome: 'nothingFits', least: 1, needed: least };
    expect(longestContext(demand(), room(8))).toEqual(answer);
    expect(largestBatch(demand({ tokens: 1 }), room(8))).toEqual(answer);
    expect(widestFormat(demand(), room(8))).toMatchObject({
      outcome: 'nothingFits',
      least: 'int4',
    });
    expect(least.totalBytes).toBe(16_060_522_496n + 131_072n);
  });

  test('fits the devices with the memory, in the order given', () => {
    const fitting = devicesThatFit(demand(), devices, 2 ** 30).map(({ id }) => id);
    expect(fitting).toEqual(
      devices.filter(({ memoryBytes }) => memoryBytes >= 18_208_006_144).map(({ id }) => id),
    );
    expect(fitting).toContain('rtx4090');
    expect(fitting).not.toContain('rtx4060');
  });
});

test('a cache of windowed layers alone stops growing: no context is too long', () => {
  const model = { ...llama8b(), groups: [{ layers: 32, window: 4096 }] };
  expect(longestContext(demand({ model }), room(24))).toEqual({ outcome: 'unlimited' });
  expect(longestContext(demand({ model, batch: 100 }), room(24))).toMatchObject({
    outcome: 'fits',
  });
});

test('DeepSeek-V3 on 8 devices repeats the latent, or the attention weights', () => {
  const plan = mla.plan(proposeDims(modelById('deepseek-v3').dims), { phase: 'decode' });
  const attention = 61 * 187_107_328;
  const model: ServedModel = {
    groups: [{ layers: 61 }],
    plan,
    rest: { total: 671e9 - attention, active: 37e9 - attention },
    weightBits: 8,
  };
  const on8 = (split: 'tensor' | 'data') => ({ devices: 8, attention: split });
  const cache = (split: 'tensor' | 'data') =>
    needed(demand({ model, deployment: on8(split), tokens: 1000, batch: 8 })).cacheBytes;
  expect(cache('tensor')).toBe(70_272_000n * 8n);
  expect(cache('data')).toBe(70_272_000n);
  // However many of the 128 that can share the heads do, every one of them has each sequence's latents.
  const asked = { model, tokens: 131_072, batch: 16, format: 'f16' as const };
  expect(fewestDevices(asked, 'tensor', room(80))).toBeNull();
  // GB: 11.4 of attention, 2 sequences of 9.21, and a twelfth of 659.6 make 84.80 of 84.83.
  expect(fewestDevices(asked, 'data', room(80))).toBe(12);
  // Query and key-value up-projections and the output have heads to share out; the rest of a layer stays whole.
  const shared = 1536 * 128 * 192 + 512 * 128 * 256 + 128 * 128 * 7168;
  const perLayer = 187_107_328 - shared + shared / 8;
  const rest = Math.ceil((671e9 - attention) / 8);
  expect(weightBytes(model, on8('tensor'))).toBe(BigInt(61 * perLayer + rest));
  expect(weightBytes(model, on8('data'))).toBe(BigInt(attention + rest));
});

describe('any demand', () => {
  const anyDemand = fc
    .record({
      serving: anyServing,
      tokens: fc.integer({ min: 1, max: 100_000 }),
      batch: fc.integer({ min: 1, max: 500 }),
      format: anyFormat,
    })
    .map(({ serving, ...asked }): Demand => ({ ...serving, ...asked }));
  const anyRoom = fc.record({
    memoryBytes: fc.integer({ min: 2 ** 10, max: 2 ** 44 }),
    reserveBytes: fc.integer({ min: 0, max: 2 ** 20 }),
  });
  const fits = (asked: Demand, given: Room) => needed(asked).totalBytes <= roomBytes(given);

  test('is solved for context and batch so that the answer fits and one more does not', () => {
    fc.assert(
      fc.property(anyDemand, anyRoom, (asked, given) => {
        const solved = [
          { answer: longestContext(asked, given), at: (tokens: number) => ({ ...asked, tokens }) },
          { answer: largestBatch(asked, given), at: (batch: number) => ({ ...asked, batch }) },
        ];
        for (const { answer, at } of solved) {
          if (answer.outcome === 'unlimited') {
            expect(fits(at(2 ** 45), given)).toBe(true);
          } else if (answer.outcome === 'nothingFits') {
            expect(fits(at(1), given)).toBe(false);
            expect(answer.needed).toEqual(needed(at(1)));
          } else {
            expect(fits(at(answer.value), given)).toBe(true);
            expect(fits(at(answer.value + 1), given)).toBe(false);
            expect(answer.needed).toEqual(needed(at(answer.value)));
          }
        }
      }),
    );
  });

  test('is solved for the format so that none with more bits fits', () => {
    fc.assert(
      fc.property(anyDemand, anyRoom, (asked, given) => {
        const answer = widestFormat(asked, given);
        const fitting = formatIds.filter((format) => fits({ ...asked, format }, given));
        if (answer.outcome !== 'fits') {
          expect([answer.outcome, fitting]).toEqual(['nothingFits', []]);
          return;
        }
        expect(fitting).toContain(answer.value);
        const bits = fitting.map((format) => formats[format].bitsPerElement);
        expect(formats[answer.value].bitsPerElement).toBe(Math.max(...bits));
      }),
    );
  });

  test('is solved for the memory to the byte', () => {
    fc.assert(
      fc.property(anyDemand, fc.integer({ min: 0, max: 2 ** 33 }), (asked, reserveBytes) => {
        const memoryBytes = Number(leastMemory(asked, reserveBytes));
        fc.pre(Number.isSafeInteger(memoryBytes));
        expect(fits(asked, { memoryBytes, reserveBytes })).toBe(true);
        expect(fits(asked, { memoryBytes: memoryBytes - 1, reserveBytes })).toBe(false);
        const list = [{ memoryBytes: memoryBytes - 1 }, { memoryBytes }];
        expect(devicesThatFit(asked, list, reserveBytes)).toEqual([{ memoryBytes }]);
      }),
    );
  });

  test('is solved for the devices so that one fewer does not fit', () => {
    fc.assert(
      fc.property(anyDemand, anyRoom, ({ deployment: { attention }, ...asked }, given) => {
        const on = (count: number) =>
          fits({ ...asked, deployment: { devices: count, attention } }, given);
        const fewest = fewestDevices(asked, attention, given);
        const possible = deviceCounts(asked.model.plan);
        const most = attention === 'tensor' ? (possible.at(-1) ?? 1) : 2 ** 40;
        if (fewest === null) {
          expect(on(most)).toBe(false);
        } else {
          expect(on(fewest)).toBe(true);
          const before = attention === 'tensor' ? possible.findLast((n) => n < fewest) : fewest - 1;
          expect(before === undefined || before === 0 || !on(before)).toBe(true);
        }
      }),
    );
  });

  test('needs no more of each device when there are more of them', () => {
    fc.assert(
      fc.property(anyDemand, (asked) => {
        const { devices: count, attention } = asked.deployment;
        const next =
          attention === 'tensor'
            ? deviceCounts(asked.model.plan).find((n) => n > count)
            : count + 1;
        fc.pre(next !== undefined);
        const more = { ...asked, deployment: { devices: next ?? count, attention } };
        const [few, many] = [needed(asked), needed(more)];
        expect(many.weightBytes <= few.weightBytes).toBe(true);
        expect(many.cacheBytes <= few.cacheBytes).toBe(true);
        expect(few.totalBytes).toBe(few.weightBytes + few.cacheBytes);
      }),
    );
  });
});
