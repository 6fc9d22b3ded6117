import { describe, expect, test } from 'vitest';
import { variants } from '../../attention/variants';
import { models } from '../../facts/models';
import { defaultControls } from '../../state/controls';
import { rooflineOf } from '../../state/roofline';
import { logAxis } from './axes';
import { labelWidth, overlap } from './labelBox';
import { boxesOf, stackMarks, type LabelledMark } from './stackMarks';

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

describe('names of variants under a roof', () => {
  const rooms = {
    page: { left: 70, right: 560, top: 28, bottom: 310 },
    phone: { left: 70, right: 290, top: 28, bottom: 270 },
  };
  const shown = {
    'the usual four': ['mha', 'gqa', 'mqa', 'mla'],
    'all variants': variants.map(({ id }) => id),
  };

  test.each(
    Object.entries(rooms).flatMap(([on, room]) =>
      Object.entries(shown).map(([which, ids]) => [which, on, room, ids] as const),
    ),
  )(
    '%s of any model never cover each other, on a %s',
    (_which, _on, room, ids) => {
      const covered: string[] = [];
      for (const { id } of models) {
        for (const deviceId of ['rtx4090', 'h100-sxm', 'm2max']) {
          for (const newTokens of [1, 2, 16, 512]) {
            const controls = { ...defaultControls(id), shown: ids, deviceId, newTokens };
            const { marks, roof } = rooflineOf(controls);
            const x = logAxis([
              0.5,
              500,
              roof.ridgeFlopsPerByte,
              ...marks.map((m) => m.flopsPerByte),
            ]);
            const y = logAxis([
              x.low * roof.ceilings.bandwidthBytesPerSecond,
              roof.ceilings.flopsPerSecond,
            ]);
            const part = (value: number, { low, high }: { low: number; high: number }) =>
              Math.log(value / low) / Math.log(high / low);
            const points = marks.map(({ entry, flopsPerByte, flopsPerSecond }) => ({
              x: room.left + part(flopsPerByte, x) * (room.right - room.left),
              y: room.bottom - part(flopsPerSecond, y) * (room.bottom - room.top),
              labelWidth: labelWidth(entry.variant.name),
            }));
            const placed = stackMarks(points, { ...room, right: room.right + 16 }, []);
            const boxes = points.map((point, i) => {
              const place = placed[i];
              return place ? boxesOf(point, place) : [];
            });
            for (const [i, own] of boxes.entries()) {
              for (const other of boxes.slice(i + 1).flat()) {
                if (own.some((box) => overlap(box, other))) {
                  covered.push(`${id} on ${deviceId}, ${newTokens} new: ${marks[i]?.entry.key}`);
                }
              }
            }
          }
        }
      }
      expect(covered).toEqual([]);
    },
    30_000,
  );
});
