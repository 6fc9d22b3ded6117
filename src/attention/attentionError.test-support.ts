// What storing a cache in a format does to attention's output, on seeded caches, for the tests beside this file.

import { decodeRows, encodeRows, type RowShape } from './quantize';
import type { FormatId } from './format';
import { uniform } from './random';

export interface CacheKind {
  readonly name: string;
  /** Factor on each element of [tokens, width]. */
  readonly factor: (seed: number, token: number, column: number, width: number) => number;
}

const chance = (seed: number, index: number) => (uniform(seed, index) + 1) / 2;

/** Normal deviates [count], by Box and Muller's formula. */
export function normals(seed: number, count: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: count }, (_, i) => {
    const radius = Math.sqrt(-2 * Math.log(1 - chance(seed, 2 * i)));
    return radius * Math.cos(2 * Math.PI * chance(seed, 2 * i + 1));
  });
}

/** Caches as they are found, and as they hurt: outliers of channels (KIVI, arXiv:2402.02750) and of single elements. */
export const cacheKinds: readonly CacheKind[] = [
  { name: 'normal', factor: () => 1 },
  {
    name: 'four channels at 10 to 20 times',
    factor: (seed, _token, column, width) => {
      const places = [0, 1, 2, 3].map((i) => Math.floor(chance(seed ^ 0x5eed, i) * width));
      const which = places.indexOf(column);
      return which < 0 ? 1 : 10 + 10 * chance(seed ^ 0xfac7, which);
    },
  },
  {
    name: 'one element in a hundred at 10 times',
    factor: (seed, token, column, width) =>
      chance(seed ^ 0xe1e, token * width + column) < 0.01 ? 10 : 1,
  },
];

/** A cache [tokens, width] of a kind. */
export function cacheOf(
  { factor }: CacheKind,
  seed: number,
  tokens: number,
  width: number,
): Float32Array<ArrayBuffer> {
  return normals(seed, tokens * width).map(
    (value, i) => value * factor(seed, Math.floor(i / width), i % width, width),
  );
}

export const stored = (rows: Float32Array, format: FormatId, shape: RowShape) =>
  decodeRows(encodeRows(rows, format, shape), format, shape);

/** The length of the difference over that of what is expected. */
export function relativeL2(
  actual: Float32Array | Float64Array,
  expected: Float32Array | Float64Array,
): number {
  let difference = 0;
  let whole = 0;
  for (const [i, value] of expected.entries()) {
    difference += (value - (actual[i] ?? NaN)) ** 2;
    whole += value ** 2;
  }
  return Math.sqrt(difference / whole);
}

const round = (value: number) => value;

/** softmax(q k^T) v in float64, every result passed through `rounded`. */
export function attend(
  query: Float64Array,
  keys: Float32Array | Float64Array,
  values: Float32Array | Float64Array,
  rounded = round,
): Float64Array {
  const width = query.length;
  const tokens = keys.length / width;
  const valueWidth = values.length / tokens;
  const scores = Array.from({ length: tokens }, (_, token) => {
    let sum = 0;
    for (let i = 0; i < width; i++) {
      sum = rounded(sum + rounded((query[i] ?? 0) * (keys[token * width + i] ?? 0)));
    }
    return sum;
  });
  const greatest = Math.max(...scores);
  const shares = scores.map((score) => rounded(Math.exp(rounded(score - greatest))));
  const total = shares.reduce((sum, share) => rounded(sum + share), 0);
  const out = new Float64Array(valueWidth);
  for (const [token, share] of shares.entries()) {
    for (let i = 0; i < valueWidth; i++) {
      const product = rounded(share * (values[token * valueWidth + i] ?? 0));
      out[i] = rounded((out[i] ?? 0) + product);
    }
  }
  return out.map((sum) => rounded(sum / total));
}

/** A query of normal deviates whose scores over the keys vary by about one. */
export function queryFor(seed: number, keys: Float32Array, width: number): Float64Array {
  const tokens = keys.length / width;
  const squares = keys.reduce((sum, value) => sum + value ** 2, 0);
  return Float64Array.from(normals(seed, width), (value) => value / Math.sqrt(squares / tokens));
}

export interface Shape {
  readonly kind: CacheKind;
  readonly tokens: number;
  readonly width: number;
  /** Keys and values are one row, as a latent is. */
  readonly tied?: boolean;
}

/** Relative L2 error of the outputs of 8 queries over `seeds` caches, stored in a format. */
export function outputError(
  format: FormatId,
  { kind, tokens, width, tied = false }: Shape,
  seeds = 4,
): number {
  const actual: number[] = [];
  const expected: number[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const keys = cacheOf(kind, seed, tokens, width);
    const values = tied ? keys : cacheOf(kind, seed + 1000, tokens, width);
    const storedKeys = stored(keys, format, { width });
    const storedValues = tied ? storedKeys : stored(values, format, { width });
    for (let i = 0; i < 8; i++) {
      const query = queryFor(seed * 100 + i, keys, width);
      expected.push(...attend(query, keys, values));
      actual.push(...attend(query, storedKeys, storedValues));
    }
  }
  return relativeL2(Float64Array.from(actual), Float64Array.from(expected));
}
