// Events that are handed on together.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEventBatch } from './eventBatch';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function batched() {
  const handed: string[][] = [];
  const batch = createEventBatch<string>(200, (events) => handed.push([...events]));
  return { handed, batch };
}

test('what comes within the time is handed on at its end, in its order', () => {
  const { handed, batch } = batched();
  batch.add('a');
  vi.advanceTimersByTime(150);
  batch.add('b');
  expect(handed).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(handed).toEqual([['a', 'b']]);
  batch.add('c');
  vi.advanceTimersByTime(200);
  expect(handed).toEqual([['a', 'b'], ['c']]);
});

test('an event takes the place of those that it makes needless', () => {
  const { handed, batch } = batched();
  const isProgress = (event: string) => event.startsWith('progress');
  batch.add('progress 1', isProgress);
  batch.add('point');
  batch.add('progress 2', isProgress);
  batch.flush();
  expect(handed).toEqual([['point', 'progress 2']]);
});

test('a flush hands on what waits once, and what is cleared never comes', () => {
  const { handed, batch } = batched();
  batch.add('a');
  batch.flush();
  vi.advanceTimersByTime(1000);
  batch.add('b');
  batch.clear();
  vi.advanceTimersByTime(1000);
  batch.flush();
  expect(handed).toEqual([['a']]);
});
