import { describe, expect, test } from 'vitest';
import { stackMarks, type LabelledMark } from './stackMarks';

const plot = { left: 0, right: 500, top: 0, bottom: 300 };
const at = (x: number, y: number): LabelledMark => ({ x, y, labelWidth: 40 });
const own = { drop: 0, side: 'right', baseline: 15 };

describe('marks with labels', () => {
  test('stay where they are when they are apart', () => {
    expect(stackMarks([at(100, 100), at(220, 90)], plot, [])).toEqual([own, own]);
  });

  test('move a label rather than a mark', () => {
    const [left, right] = stackMarks([at(80, 108), at(120, 110)], plot, []);
    expect(right).toEqual(own);
    expect(left).toEqual({ drop: 0, side: 'left', baseline: -7 });
  });

  test('of one place hang below each other, none over another', () => {
    const placed = stackMarks([at(100, 100), at(100, 100), at(103, 100)], plot, []);
    // From the right: the third stays.
    const drops = placed.map(({ drop }) => drop).toSorted((a, b) => a - b);
    expect(placed[2]).toEqual(own);
    expect(drops[1]).toBeGreaterThanOrEqual(16);
    expect(drops[2]).toBeGreaterThanOrEqual((drops[1] ?? 0) + 16);
  });

  test('have their labels on the left where the right has no room', () => {
    expect(stackMarks([at(490, 100)], plot, [])[0]).toMatchObject({ drop: 0, side: 'left' });
  });

  test('leave free what is taken', () => {
    const label = { left: 90, right: 160, top: 105, bottom: 120 };
    expect(stackMarks([at(100, 100)], plot, [label])[0]).not.toEqual(own);
  });

  test('keep their place where there is no room at all', () => {
    const all = { left: -1, right: 501, top: -1, bottom: 301 };
    expect(stackMarks([at(100, 100)], plot, [all])[0]).toEqual(own);
  });
});
