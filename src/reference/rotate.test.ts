import { describe, expect, test } from 'vitest';
import { uniforms } from '../attention/random';
import { ropeTable, type RopePairs } from '../attention/rope';
import { rotate } from './rotate';

const spec = { theta: 10000, scaling: null, cosSinScale: 1, pairs: 'half' as RopePairs };
const tokens = 3;
const heads = 2;
const width = 10;
const dim = 6;
const x = new Float64Array(uniforms(4, tokens * heads * width));
const table = ropeTable(spec, dim, 11, tokens);
const rows = (data: Float64Array) =>
  Array.from({ length: tokens * heads }, (_, row) => data.subarray(row * width, (row + 1) * width));
const dot = (a: Float64Array, b: Float64Array) => a.reduce((s, v, i) => s + v * (b[i] ?? NaN), 0);

describe('rotation', () => {
  test('turns a pair by the angle of its position', () => {
    const turned = rotate(Float64Array.of(2, 3), 2, 'half', 2, ropeTable(spec, 2, 5, 1));
    expect(turned[0]).toBeCloseTo(2 * Math.cos(5) - 3 * Math.sin(5), 15);
    expect(turned[1]).toBeCloseTo(3 * Math.cos(5) + 2 * Math.sin(5), 15);
  });

  test.each<[RopePairs, number, number]>([
    ['interleaved', 2, 3],
    ['half', 1, 4],
  ])('%s pairs columns %i and %i', (pairs, a, b) => {
    const [before = x, after = x] = [x, rotate(x, width, pairs, dim, table)].map(
      (data) => rows(data)[1],
    );
    const [cos = 0, sin = 0] = [table[2], table[3]];
    expect(after[a]).toBe((before[a] ?? 0) * cos - (before[b] ?? 0) * sin);
    expect(after[b]).toBe((before[b] ?? 0) * cos + (before[a] ?? 0) * sin);
  });

  test('leaves the columns beyond its width, and the input, alone', () => {
    const before = x.slice();
    const turned = rotate(x, width, 'interleaved', dim, table);
    for (const [i, row] of rows(turned).entries()) {
      expect([...row.subarray(dim)]).toEqual([...(rows(x)[i] ?? row).subarray(dim)]);
    }
    expect(x).toEqual(before);
  });

  test('gives the same scores interleaved and deinterleaved, in another order', () => {
    const interleaved = rows(rotate(x, width, 'interleaved', dim, table));
    const apart = rows(rotate(x, width, 'deinterleaveHalf', dim, table));
    for (const [i, a] of interleaved.entries()) {
      for (const [j, b] of interleaved.entries()) {
        expect(dot(apart[i] ?? a, apart[j] ?? b)).toBeCloseTo(dot(a, b), 14);
      }
      const evens = [0, 2, 4, 1, 3, 5].map((column) => a[column]);
      expect([...(apart[i] ?? a).subarray(0, dim)]).toEqual(evens);
    }
  });

  test('makes scores depend on the distance of two tokens alone', () => {
    const q = new Float64Array(uniforms(8, dim));
    const k = new Float64Array(uniforms(9, dim));
    const score = (queryAt: number, keyAt: number) =>
      dot(
        rotate(q, dim, 'half', dim, ropeTable(spec, dim, queryAt, 1)),
        rotate(k, dim, 'half', dim, ropeTable(spec, dim, keyAt, 1)),
      );
    expect(score(105, 100)).toBeCloseTo(score(5, 0), 12);
    expect(score(6, 0)).not.toBeCloseTo(score(5, 0), 3);
  });
});
