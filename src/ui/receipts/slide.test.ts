import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  easedOut,
  runAt,
  runsOf,
  seenSquares,
  slidesOf,
  type Block,
  type Place,
  type Run,
  type Slide,
} from './slide';

const columns = 28;
const seed = 7;

const partsOf = (name: string) =>
  fc
    .array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 3 })
    .map((sizes) => sizes.map((size, i) => ({ id: `${name}${i}`, size, fill: `${name}-${i}` })));

const place: fc.Arbitrary<Place> = fc.record({
  x: fc.integer({ min: 0, max: 1200 }),
  y: fc.integer({ min: 0, max: 900 }),
  // Strips side by side are one size.
  side: fc.constant(7.5),
});

const blockOf = (key: string, name = key): fc.Arbitrary<Block> =>
  fc.record({
    key: fc.constant(key),
    place,
    runs: partsOf(name).map((parts) => runsOf(parts, 64, columns)),
    isMoving: fc.constant(false),
  });

/** What is seen of a slide after a part of its way. */
const seen = ({ moves }: Slide, part: number): readonly Run[] =>
  moves.map((move) => runAt(move, part)).filter(({ opacity }) => opacity > 0);

/** Rectangles in pixels, those side by side as one, whatever their order: [left, top, right]. */
function outline(runs: readonly Run[], { x, y, side }: Place): number[][] {
  const boxes = runs
    .map((run) => [x + run.x * side, y + run.y * side, x + (run.x + run.squares) * side] as const)
    .toSorted((a, b) => a[1] - b[1] || a[0] - b[0]);
  const joined: number[][] = [];
  for (const [left, top, right] of boxes) {
    const last = joined.at(-1);
    const joins = last && Math.abs(last[1]! - top) < 1e-6 && Math.abs(last[2]! - left) < 1e-6;
    if (joins) last[2] = right;
    else joined.push([left, top, right]);
  }
  return joined;
}

const expectSame = (one: number[][], other: number[][]) => {
  expect(one.length).toBe(other.length);
  one.flat().forEach((value, i) => expect(value).toBeCloseTo(other.flat()[i]!, 6));
};

const only = (slides: readonly Slide[]): Slide => {
  expect(slides).toHaveLength(1);
  return slides[0]!;
};

test('the runs of a block fill its rows in order, each part after the one before it', () => {
  const parts = [
    { id: 'keys', size: 30 * 64, fill: 'solid' },
    { id: 'ropeKeys', size: 96, fill: 'stripes' },
  ];
  expect(runsOf(parts, 64, columns)).toEqual([
    { x: 0, y: 0, squares: 28, fill: 'solid', opacity: 1 },
    { x: 0, y: 1, squares: 2, fill: 'solid', opacity: 1 },
    { x: 2, y: 1, squares: 1.5, fill: 'stripes', opacity: 1 },
  ]);
});

describe('a block that comes to hold something else', () => {
  const changed = fc.tuple(blockOf('mla', 'a'), blockOf('mla', 'b'));

  test('is at first exactly what was seen, and at last exactly what it holds', () => {
    fc.assert(
      fc.property(changed, ([before, after]) => {
        const slide = only(slidesOf([before], [after]));
        expectSame(outline(seen(slide, 0), slide.place), outline(before.runs, before.place));
        expect(outline(seen(slide, 1), slide.place)).toEqual(outline(after.runs, after.place));
        expect(new Set(seen(slide, 1).map(({ fill }) => fill))).toEqual(
          new Set(after.runs.map(({ fill }) => fill)),
        );
      }),
      { seed },
    );
  });

  test('never shows more squares than the larger, nor fewer than the smaller, and goes one way', () => {
    fc.assert(
      fc.property(changed, ([before, after]) => {
        const slide = only(slidesOf([before], [after]));
        const [old, wanted] = [seenSquares(before.runs), seenSquares(after.runs)];
        const counts = Array.from({ length: 11 }, (_, i) => seenSquares(seen(slide, i / 10)));
        expect(counts[0]).toBeCloseTo(old, 9);
        expect(counts[10]).toBeCloseTo(wanted, 9);
        for (let i = 1; i < counts.length; i++) {
          const step = counts[i]! - counts[i - 1]!;
          expect(Math.abs(step - (wanted - old) / 10)).toBeLessThan(1e-9);
        }
      }),
      { seed },
    );
  });

  test('keeps its squares in their order', () => {
    fc.assert(
      fc.property(changed, ([before, after]) => {
        const kept = only(slidesOf([before], [after])).moves.filter(
          ({ from, to }) => from.opacity > 0 && to.opacity > 0,
        );
        expect(kept.reduce((sum, { squares }) => sum + squares, 0)).toBe(
          Math.min(seenSquares(before.runs), seenSquares(after.runs)),
        );
        const at = kept.map(({ to }) => to.y * columns + to.x);
        expect(at).toEqual(at.toSorted((a, b) => a - b));
      }),
      { seed },
    );
  });

  test('takes few runs: at most one for each row and part of either drawing', () => {
    fc.assert(
      fc.property(changed, ([before, after]) => {
        const { moves } = only(slidesOf([before], [after]));
        expect(moves.length).toBeLessThanOrEqual(before.runs.length + after.runs.length);
      }),
      { seed },
    );
  });

  test('starts from where its squares are when it changes again on the way', () => {
    fc.assert(
      fc.property(changed, blockOf('mla', 'c'), ([first, second], third) => {
        const slide = only(slidesOf([first], [second]));
        const runs = seen(slide, 0.37);
        const halfway: Block = { key: 'mla', place: slide.place, runs, isMoving: true };
        const next = only(slidesOf([halfway], [third]));
        expect(seenSquares(seen(next, 0))).toBeCloseTo(seenSquares(runs), 6);
        expectSame(outline(seen(next, 1), next.place), outline(third.runs, third.place));
        const left = (all: readonly Run[], { x, side }: Place) =>
          Math.min(...all.map((run) => x + run.x * side));
        expect(left(seen(next, 0), next.place)).toBeCloseTo(left(runs, slide.place), 6);
      }),
      { seed },
    );
  });
});

const standing = (key: string, x: number, squares: number, y = 0): Block => ({
  key,
  place: { x, y, side: 8 },
  runs: runsOf([{ id: key, size: squares, fill: key }], 1, columns),
  isMoving: false,
});

test('a block that is new comes out of the largest that stays', () => {
  const [mha, gqa] = [standing('mha', 12, 512), standing('gqa', 260, 32)];
  const mla = standing('mla', 508, 9);
  const slide = only(slidesOf([gqa, mha], [mha, gqa, mla]));
  expect(slide.key).toBe('mla');
  expectSame(outline(seen(slide, 0), slide.place), outline(mha.runs, mha.place));
  expectSame(outline(seen(slide, 1), slide.place), outline(mla.runs, mla.place));
});

test('a block that is gone goes into the largest that stays, and nothing is left of it', () => {
  const [mha, mla] = [standing('mha', 12, 512), standing('mla', 260, 9)];
  const slide = only(slidesOf([mha, mla], [mha]));
  expect(slide).toMatchObject({ key: 'mla', isGone: true, place: mha.place });
  expectSame(outline(seen(slide, 0), slide.place), outline(mla.runs, mla.place));
  expect(seen(slide, 1)).toEqual([]);
  expect(slide.moves[0]?.to).toEqual({ x: 0, y: 0, opacity: 0 });
});

test('what holds what it held does not move, wherever its receipt now stands', () => {
  const before = [standing('mha', 12, 512), standing('gqa', 260, 32)];
  const after = [standing('mha', 12, 512), standing('gqa', 508, 32, 640)];
  expect(slidesOf(before, after)).toEqual([]);
});

test('what was still sliding slides on when something else is chosen', () => {
  const moving = { ...standing('mla', 260, 9), isMoving: true };
  const slide = only(slidesOf([moving], [standing('mla', 508, 9)]));
  expect(seen(slide, 0)[0]?.x).toBe((260 - 508) / 8);
  expect(seen(slide, 1)[0]?.x).toBe(0);
});

test('a receipt that cannot be made out gets no squares, and loses those it had', () => {
  const [mha, none] = [standing('mha', 12, 512), standing('mla', 260, 0)];
  expect(slidesOf([mha], [mha, none])).toEqual([]);
  expect(slidesOf([mha, none], [mha])).toEqual([]);
  const slide = only(slidesOf([mha, standing('mla', 260, 9)], [mha, none]));
  expect(seenSquares(seen(slide, 0.5))).toBeCloseTo(4.5, 9);
  expect(seen(slide, 1)).toEqual([]);
});

test('squares begin fast, slow down and arrive', () => {
  expect([easedOut(0), easedOut(1)]).toEqual([0, 1]);
  const steps = Array.from({ length: 10 }, (_, i) => easedOut((i + 1) / 10) - easedOut(i / 10));
  expect(steps).toEqual(steps.toSorted((a, b) => b - a));
});
