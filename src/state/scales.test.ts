import { expect, test } from 'vitest';
import { fieldRanges, nearestStop, stopsOf, type FieldName } from './scales';

test('the kv heads slider steps through what divides the query heads', () => {
  expect(stopsOf('kvHeads', { queryHeads: 12, layers: 4 })).toEqual([1, 2, 3, 4, 6, 12]);
  expect(stopsOf('kvHeads', { queryHeads: 71, layers: 4 })).toEqual([1, 71]);
});

test('an impossible query head count leaves the kv heads slider usable', () => {
  for (const queryHeads of [0, -3, 2.5, 1e9]) {
    expect(stopsOf('kvHeads', { queryHeads, layers: 4 }).length).toBeGreaterThan(1);
  }
});

test('the windowed layers slider ends at the layers, or at the most there can be', () => {
  expect(stopsOf('windowLayers', { queryHeads: 8, layers: 3 })).toEqual([0, 1, 2, 3]);
  expect(stopsOf('windowLayers', { queryHeads: 8, layers: -1 }).at(-1)).toBe(1024);
});

test('every stop is within its field’s range, ascending', () => {
  for (const field of Object.keys(fieldRanges) as FieldName[]) {
    const stops = stopsOf(field, { queryHeads: 128, layers: 61 });
    const { min, max } = fieldRanges[field];
    expect(stops, field).toEqual([...new Set(stops)].toSorted((a, b) => a - b));
    expect(stops[0], field).toBeGreaterThanOrEqual(min);
    expect(stops.at(-1), field).toBeLessThanOrEqual(max);
  }
});

test('a value between stops shows at the nearest one', () => {
  expect(nearestStop([1, 2, 4, 8], 5)).toBe(2);
  expect(nearestStop([1, 2, 4, 8], 700)).toBe(3);
});
