// How a long step is cut: by what its dispatches move, and none lost.

import { expect, test } from 'vitest';
import type { Dispatch, Grid, StepSizes } from './dispatch';
import { cutStep, leastPartShare } from './parts';

const sizes: StepSizes = {
  batch: 1,
  newTokens: 1,
  capacity: 900,
  context: 900,
  keys: 900,
  splits: 4,
};

const dispatch = (bytes: number, grid: Grid): Dispatch => ({
  covers: [0],
  kernel: 'any',
  slots: {},
  constants: {},
  buffers: {},
  grid: () => grid,
  traffic: () => ({ readBytes: bytes - 1, writtenBytes: 1 }),
});

/** An append, an attention, a merge and an output projection, as their bytes go. */
const step = [
  dispatch(20, [3, 1, 1]),
  dispatch(9000, [4, 33, 2]),
  dispatch(40, [7, 1, 1]),
  dispatch(700, [50, 1, 1]),
];

/** Workgroups of each dispatch, over all parts. */
function workgroups(count: number): number[] {
  const sums = step.map(() => 0);
  for (const { pieces } of cutStep(step, sizes, count)) {
    for (const { index, grid } of pieces) {
      sums[index] = (sums[index] ?? 0) + grid[0] * grid[1] * grid[2];
    }
  }
  return sums;
}

test('a heavy dispatch is cut, light ones share a part', () => {
  const parts = cutStep(step, sizes, 10);
  const indices = parts.map(({ pieces }) => pieces.map(({ index }) => index));
  expect(indices.slice(0, 1)).toEqual([[0]]);
  expect(indices.at(-1)).toEqual([2, 3]);
  const heavy = indices.slice(1, -1);
  expect(heavy.length).toBeGreaterThanOrEqual(9);
  expect(heavy.every((each) => each.join() === '1')).toBe(true);
});

test.each([1, 2, 10, 33, 256])('in %i parts every workgroup runs once', (count) => {
  expect(workgroups(count)).toEqual([3, 4 * 33 * 2, 7, 50]);
});

test('one part is the whole step', () => {
  expect(cutStep(step, sizes, 1)).toHaveLength(1);
});

test('what starts past the first workgroup is alone in its part', () => {
  const moved = cutStep(step, sizes, 40).filter(({ origin }) => Math.max(...origin) > 0);
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.filter(({ pieces }) => pieces.length !== 1)).toEqual([]);
});

test('no part is smaller than a workgroup of the dispatch that moves the most for each of them', () => {
  const bytes = 20 + 9000 + 40 + 700;
  expect(leastPartShare(step, sizes)).toBeCloseTo(9000 / 33 / bytes, 12);
  // A dispatch of one workgroup cannot be cut at all, and an empty one is none.
  const whole = dispatch(5000, [1, 1, 1]);
  expect(leastPartShare([...step, whole], sizes)).toBeCloseTo(5000 / (bytes + 5000), 12);
  expect(leastPartShare([dispatch(9000, [0, 1, 1])], sizes)).toBe(0);
});
