import { describe, expect, test } from 'vitest';
import { stackMarks, type LabelledMark } from './stackMarks';

const plot = { left: 0, right: 500, top: 0, bottom: 300 };
const at = (x: number, y: number): LabelledMark => ({ x, y, labelWidth: 40 });

describe('marks with labels', () => {
  test('stay where they are when they are apart', () => {
    expect(stackMarks([at(100, 100), at(220, 90)], plot, [])).toEqual([
      { drop: 0, side: 'right' },
      { drop: 0, side: 'right' },
    ]);
  });

  test('of one place hang below each other, none over another', () => {
    const placed = stackMarks([at(100, 100), at(100, 100), at(103, 100)], plot, []);
    const drops = placed.map(({ drop, side }) => `${side} ${drop}`);
    expect(new Set(drops).size).toBe(3);
    expect(placed[1]?.drop).toBeGreaterThanOrEqual(24);
  });

  test('have their labels on the left where the right has no room', () => {
    expect(stackMarks([at(490, 100)], plot, [])[0]).toEqual({ drop: 0, side: 'left' });
  });

  test('leave free what is taken', () => {
    const label = { left: 90, right: 160, top: 105, bottom: 120 };
    expect(stackMarks([at(100, 100)], plot, [label])[0]).not.toEqual({ drop: 0, side: 'right' });
  });

  test('keep their place where there is no room at all', () => {
    const all = { left: -1, right: 501, top: -1, bottom: 301 };
    expect(stackMarks([at(100, 100)], plot, [all])[0]).toEqual({ drop: 0, side: 'right' });
  });
});
