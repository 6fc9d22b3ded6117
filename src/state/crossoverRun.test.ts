// The measured crossover: what is asked for, and where the times of two ways cross.

import { expect, test } from 'vitest';
import type { MeasuredPoint } from '../engine/protocol';
import { defaultControls } from './controls';
import { crossoverRequestOf, measuredCrossing } from './crossoverRun';
import { fakeDevice, fakePoint } from './fakeEngine.test-support';

const few = { variantId: 'mla', mode: 'absorbed' };
const many = { variantId: 'mla', mode: 'expanded' };

const point = (mode: string, newTokens: number, ns: number, spread = 0): MeasuredPoint => ({
  ...fakePoint('mla', 256 + newTokens, ns),
  mode,
  newTokens,
  q1Ns: ns * (1 - spread),
  q3Ns: ns * (1 + spread),
});

/** Absorbed takes 10 a token; expanded 1,000 and 2 a token: equal at 125. */
const points = (counts: readonly number[], spread = 0): MeasuredPoint[] =>
  counts.flatMap((count) => [
    point('absorbed', count, 10 * count, spread),
    point('expanded', count, 1000 + 2 * count, spread),
  ]);

test('crosses where both take as long, between neighbours', () => {
  const crossing = measuredCrossing(points([1, 32, 64, 128, 256]), few, many);
  expect(crossing?.newTokens).toBeGreaterThan(120);
  expect(crossing?.newTokens).toBeLessThan(130);
  expect(crossing?.from).toBeCloseTo(crossing?.newTokens ?? 0);
  expect(crossing?.to).toBeCloseTo(crossing?.newTokens ?? 0);
});

test('samples that spread leave it open from where to where', () => {
  const crossing = measuredCrossing(points([1, 32, 64, 128, 256], 0.1), few, many);
  expect(crossing?.from).toBeLessThan(115);
  expect(crossing?.to).toBeGreaterThan(135);
  expect(crossing?.newTokens).toBeGreaterThan(crossing?.from ?? Infinity);
  expect(crossing?.newTokens).toBeLessThan(crossing?.to ?? 0);
});

test('the order in which points came does not matter, and one without its twin is left out', () => {
  const some = [...points([64, 1, 256, 128]), point('absorbed', 192, 1)].toReversed();
  const crossing = measuredCrossing(some, few, many);
  expect(crossing?.newTokens).toBeGreaterThan(115);
  expect(crossing?.newTokens).toBeLessThan(135);
});

test('does not cross where the one for few is faster throughout', () => {
  expect(measuredCrossing(points([1, 32, 64]), few, many)).toBeNull();
  expect(measuredCrossing([], few, many)).toBeNull();
});

test('the one for many is faster from the first on where it is faster at once', () => {
  expect(measuredCrossing(points([200, 400]), few, many)?.newTokens).toBe(200);
});

test('asks for both ways around where flops cross, after as many tokens', () => {
  const request = crossoverRequestOf(defaultControls('deepseek-v3'), fakeDevice);
  expect(request?.contenders).toEqual([few, many]);
  // 170.7 for DeepSeek-V3.
  expect(request?.newTokens).toContain(171);
  expect(request?.newTokens?.[0]).toBe(1);
  expect(Math.max(...(request?.newTokens ?? []))).toBe(683);
  expect(request?.contexts).toEqual(request?.newTokens?.map((count) => 256 + count));
  const onGpu = crossoverRequestOf(defaultControls('deepseek-v3'), {
    ...fakeDevice,
    software: false,
  });
  expect(onGpu?.contexts[0]).toBe(2049);
});

test('asks for nothing where no variant shown has two ways', () => {
  const controls = { ...defaultControls('llama3.1-8b'), shown: ['mha', 'gqa'] };
  expect(crossoverRequestOf(controls, fakeDevice)).toBeNull();
});
