import { describe, expect, test } from 'vitest';

import { uniform } from '../../attention/random';
import { before, labelPlaces, letter } from './labelPlaces';

/** In [0, 1). */
const share = (seed: number, i: number) => (uniform(seed, i) + 1) / 2;

const plot = { x: 60, y: 20, width: 420, height: 280 };

describe('labels', () => {
  test('stand at the right of a mark that is alone', () => {
    expect(labelPlaces([{ text: 'MLA', x: 200, y: 100, radius: 6 }], plot)).toEqual([
      { x: 210.5, y: 104, anchor: 'start' },
    ]);
  });

  test('stand at the left where the plot ends', () => {
    const [place] = labelPlaces([{ text: 'MHA', x: 470, y: 100, radius: 6 }], plot);
    expect(place).toEqual({ x: 459.5, y: 104, anchor: 'end' });
  });

  test('give way where there is no room: the first ones in order are kept', () => {
    const crowd = Array.from({ length: 9 }, (_, i) => ({
      text: `GQA2-(192-64)-S${i}`,
      x: 200 + (i % 3),
      y: 100 + i,
      radius: 6,
    }));
    const places = labelPlaces(crowd, plot);
    expect(places[0]).not.toBeNull();
    expect(places.filter((place) => place === null).length).toBeGreaterThan(3);
  });

  test('cover no mark and no other label, wherever the marks are', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const at = (i: number, range: number) => share(seed, i) * range;
      const marks = Array.from({ length: 13 }, (_, i) => ({
        text: 'x'.repeat(3 + Math.floor(at(3 * i, 14))),
        x: plot.x + at(3 * i + 1, plot.width),
        y: plot.y + at(3 * i + 2, plot.height),
        radius: 5 + (i % 3),
      }));
      const boxes = labelPlaces(marks, plot).flatMap((place, i) => {
        if (!place) return [];
        const width = (marks[i]?.text.length ?? 0) * letter;
        return [{ x: place.x - width * before[place.anchor], y: place.y, width }];
      });
      expect(boxes.length).toBeGreaterThan(4);
      for (const [i, a] of boxes.entries()) {
        expect(a.x).toBeGreaterThanOrEqual(plot.x);
        expect(a.x + a.width).toBeLessThanOrEqual(plot.x + plot.width);
        for (const b of boxes.slice(i + 1)) {
          const beside = a.x + a.width <= b.x || b.x + b.width <= a.x;
          expect(beside || Math.abs(a.y - b.y) >= 15).toBe(true);
        }
        for (const { x, y, radius } of marks) {
          const beside = a.x + a.width < x - radius || a.x > x + radius;
          expect(beside || a.y - 11 > y + radius || a.y + 4 < y - radius).toBe(true);
        }
      }
    }
  });
});
