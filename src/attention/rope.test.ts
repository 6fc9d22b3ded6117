// Rotary frequencies and tables, at the places where each scaling changes its rule.

import { expect, test } from 'vitest';

import { frequencies, ropeTable, yarnMscale, type RopeSpec } from './rope';

const plain: RopeSpec = { pairs: 'half', theta: 10000, scaling: null, cosSinScale: 1 };

test('plain frequencies fall from 1 to theta^(-(dim - 2) / dim)', () => {
  const angles = frequencies(plain, 6);
  expect(angles).toHaveLength(3);
  expect(angles[0]).toBe(1);
  expect(angles[1]).toBeCloseTo(10000 ** (-1 / 3), 15);
  expect(angles[2]).toBeCloseTo(10000 ** (-2 / 3), 15);
});

test('linear scaling slows every pair by the factor', () => {
  const scaled = frequencies({ ...plain, scaling: { type: 'linear', factor: 4 } }, 16);
  expect(scaled).toEqual(frequencies(plain, 16).map((f) => f / 4));
});

test("Llama 3.1's scaling keeps fast pairs, slows slow ones by the factor, and blends between", () => {
  const spec: RopeSpec = {
    ...plain,
    theta: 500000,
    scaling: {
      type: 'llama3',
      factor: 8,
      originalMaxPosition: 8192,
      lowFreqFactor: 1,
      highFreqFactor: 4,
    },
  };
  const before = frequencies({ ...spec, scaling: null }, 128);
  const after = frequencies(spec, 128);
  const turns = before.map((f) => (8192 * f) / (2 * Math.PI));
  const expected = before.map((f, i) => {
    // The share of the unscaled frequency grows evenly with the turns, from 1 to 4.
    const share = Math.min(Math.max((turns[i]! - 1) / 3, 0), 1);
    return share * f + ((1 - share) * f) / 8;
  });
  for (const [i, value] of expected.entries()) expect(after[i]).toBeCloseTo(value, 15);
  // All three rules are met with, and the outer two are exact.
  const fast = turns.filter((n) => n > 4).length;
  const slow = turns.findIndex((n) => n < 1);
  expect(fast).toBeGreaterThan(0);
  expect(slow).toBeGreaterThan(fast);
  expect(after.slice(0, fast)).toEqual(before.slice(0, fast));
  expect(after.slice(slow)).toEqual(before.slice(slow).map((f) => f / 8));
});

test("DeepSeek's YaRN keeps pairs of 32 turns and more and slows those of less than one by 40", () => {
  const scaling = {
    type: 'yarn',
    factor: 40,
    originalMaxPosition: 4096,
    betaFast: 32,
    betaSlow: 1,
  } as const;
  const before = frequencies(plain, 64);
  const after = frequencies({ ...plain, scaling }, 64);
  const ratio = (i: number) => before[i]! / after[i]!;
  const turns = (i: number) => (4096 * before[i]!) / (2 * Math.PI);
  // The ramp runs between whole pairs: 10 is the last that makes 32 turns, 23 the first that makes less than 1.
  expect(turns(10)).toBeGreaterThan(32);
  expect(turns(11)).toBeLessThan(32);
  expect(turns(22)).toBeGreaterThan(1);
  expect(turns(23)).toBeLessThan(1);
  expect(ratio(10)).toBe(1);
  expect(ratio(11)).toBeGreaterThan(1);
  expect(ratio(22)).toBeLessThan(40);
  expect(ratio(23)).toBeCloseTo(40, 12);
  expect(ratio(31)).toBeCloseTo(40, 12);
});

test("gpt-oss's YaRN lets the ramp begin and end between pairs", () => {
  const scaling = {
    type: 'yarn',
    factor: 32,
    originalMaxPosition: 4096,
    betaFast: 32,
    betaSlow: 1,
    truncate: false,
  } as const;
  const before = frequencies({ ...plain, theta: 150000 }, 64);
  const after = frequencies({ ...plain, theta: 150000, scaling }, 64);
  const ratio = (i: number) => before[i]! / after[i]!;
  // The ramp runs from pair 8.0928 to 17.3980, where 4,096 positions are 32 turns and 1: `model.py` of openai/gpt-oss.
  expect(ratio(8)).toBe(1);
  expect(ratio(18)).toBeCloseTo(32, 12);
  const share = (13 - 8.0928) / (17.398 - 8.0928);
  expect(ratio(13)).toBeCloseTo(1 / (share / 32 + 1 - share), 3);
  const rounded = frequencies(
    { ...plain, theta: 150000, scaling: { ...scaling, truncate: true } },
    64,
  );
  expect(rounded[13]).not.toBeCloseTo(after[13]!, 4);
});

test('a table holds cosine and sine by turns from a position on, times the scale', () => {
  const table = ropeTable({ ...plain, cosSinScale: 1.25 }, 4, 7, 3);
  expect(table).toHaveLength(3 * 4);
  const [fast, slow] = frequencies(plain, 4);
  for (let p = 0; p < 3; p++) {
    expect(table[4 * p]).toBeCloseTo(1.25 * Math.cos(7 + p), 14);
    expect(table[4 * p + 1]).toBeCloseTo(1.25 * Math.sin((7 + p) * fast!), 14);
    expect(table[4 * p + 3]).toBeCloseTo(1.25 * Math.sin((7 + p) * slow!), 14);
  }
});

test("mscale makes DeepSeek-V2-Lite's softmax scale, and is 1 where positions are not stretched", () => {
  // The scale that DeepSeek-V3's `model.py` computes for query rows of 128 + 64 columns.
  expect(192 ** -0.5 * yarnMscale(40, 0.707) ** 2).toBeCloseTo(0.1147213867929261, 14);
  expect(yarnMscale(1, 0.707)).toBe(1);
});

test('a table that is given is read as it stands, and not beyond its end', () => {
  const given = Float32Array.from({ length: 5 * 6 }, (_, i) => i / 7);
  const spec: RopeSpec = { pairs: 'half', theta: 10, scaling: null, cosSinScale: 3, given };
  expect(ropeTable(spec, 6, 2, 3)).toEqual(Float64Array.from(given.subarray(12, 30)));
  expect(() => ropeTable(spec, 6, 2, 4)).toThrow('the table has 5 positions, not 6');
});
