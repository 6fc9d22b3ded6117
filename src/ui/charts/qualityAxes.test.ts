import { describe, expect, test } from 'vitest';

import { parameterChoices, pointsOf, qualityDatasets } from '../../state/quality';
import { cacheAxis, radiusOf, valueAxis } from './qualityAxes';

const drawings = qualityDatasets.flatMap((dataset) =>
  dataset.measures.flatMap(({ id }) =>
    [0, ...parameterChoices(dataset)].map(
      (millions) => [dataset.id, id, millions, dataset, pointsOf(dataset, id, millions)] as const,
    ),
  ),
);

describe.each(drawings)('%s, %s, %d', (_, __, ___, dataset, points) => {
  test('the axis of figures holds every one of them, with room for its mark, and has ticks', () => {
    const values = points.map(({ value }) => value);
    const { domain, ticks } = valueAxis(values);
    const [low, high] = domain;
    for (const value of values) {
      expect(value).toBeGreaterThan(low);
      expect(value).toBeLessThan(high);
    }
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThan(9);
    for (const tick of ticks) expect(tick >= low && tick <= high).toBe(true);
    // Round numbers, no 2.7199999999999998.
    for (const tick of ticks) expect(String(tick).length).toBeLessThan(7);
  });

  test.each(['decimal', 'binary'] as const)('the axis of caches holds every one, %s', (unit) => {
    const caches = points.flatMap(({ cache }) => cache ?? []);
    const { domain, ticks } = cacheAxis(caches, dataset, unit);
    const [low, high] = domain;
    for (const cache of caches) {
      expect(cache).toBeGreaterThan(low);
      expect(cache).toBeLessThan(high);
    }
    expect(ticks.length).toBeGreaterThan(0);
    for (const tick of ticks) expect(tick >= low && tick <= high).toBe(true);
  });
});

test('the area of a mark is proportional to parameters, and no mark is too small to make out', () => {
  const counts = [15.7e9, 15.8e9, 247.4e9, 250.8e9];
  const radius = radiusOf(counts);
  const [small, , large] = counts.map((count) => radius(count));
  expect(((large ?? 0) / (small ?? 1)) ** 2).toBeCloseTo(247.4 / 15.7, 9);
  for (const { rows } of qualityDatasets) {
    const sizes = radiusOf(rows.map(({ parameters }) => parameters));
    for (const { parameters } of rows) {
      expect(sizes(parameters)).toBeGreaterThan(3.99);
      expect(sizes(parameters)).toBeLessThan(17);
    }
  }
});

test('marks are alike where the source states no parameters of a row', () => {
  const radius = radiusOf([1e9, undefined]);
  expect(radius(1e9)).toBe(radius(undefined));
});
