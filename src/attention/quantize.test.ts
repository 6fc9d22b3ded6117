// Rows to the bytes of a format and back: what is lost, and what becomes of rows that are not ordinary.

import { describe, expect, test } from 'vitest';
import {
  attend,
  cacheKinds,
  cacheOf,
  normals,
  outputError,
  queryFor,
  relativeL2,
  stored,
} from './attentionError.test-support';
import { elementRowBytes, formatIds, formats, scaleRowBytes } from './format';
import { fromBrain, fromHalf, toBrain, toHalf } from './half';
import { decodeRows, encodeRows } from './quantize';

const widths = [1, 6, 20, 22, 32, 40, 64, 80, 128, 192, 576];

describe.each(formatIds)('%s', (format) => {
  test('rows take the bytes that the format says, padded with zeros', () => {
    for (const width of widths) {
      const { elements, scales } = encodeRows(normals(1, 3 * width), format, { width });
      expect(elements.length).toBe(3 * elementRowBytes(format, width));
      expect(scales.length).toBe(3 * scaleRowBytes(format, width));
    }
  });

  test('what was read is stored again as it was', () => {
    for (const width of widths) {
      const rows = stored(normals(width, 4 * width), format, { width });
      const again = stored(rows, format, { width });
      // Rounding of the turn can move an element that was cut short.
      expect(relativeL2(again, rows)).toBeLessThan(
        formats[format].group === null ? 1e-12 : formats[format].errorBound,
      );
    }
  });

  test('every row is stored by itself', () => {
    const width = 80;
    const rows = normals(2, 6 * width);
    const alone = stored(rows.subarray(2 * width, 3 * width), format, { width });
    expect(stored(rows, format, { width }).subarray(2 * width, 3 * width)).toEqual(alone);
  });

  test('zeros stay zeros, and what is no number is not hidden', () => {
    const width = 80;
    const rows = normals(3, 4 * width);
    rows.fill(0, 0, width);
    rows.fill(NaN, width, 2 * width);
    rows[2 * width + 70] = NaN;
    const read = stored(rows, format, { width });
    expect(read.subarray(0, width).every((value) => value === 0)).toBe(true);
    expect(read.subarray(width, 2 * width).every(Number.isNaN)).toBe(true);
    expect(read[2 * width + 70]).toBe(NaN);
    expect(read.subarray(3 * width).every(Number.isFinite)).toBe(true);
    // Poisoned memory reads as NaN whatever the format.
    const { elements, scales } = encodeRows(rows, format, { width });
    const poison = { elements: elements.fill(0xff), scales: scales.fill(0xff) };
    expect(decodeRows(poison, format, { width }).every(Number.isNaN)).toBe(true);
  });
});

describe('bfloat16', () => {
  test('rounds to nearest, halves to even, and overflows to infinity', () => {
    expect([1, -2.5, 0, Infinity, -Infinity].map((x) => fromBrain(toBrain(x)))).toEqual([
      1,
      -2.5,
      0,
      Infinity,
      -Infinity,
    ]);
    expect(fromBrain(toBrain(1 + 2 ** -8))).toBe(1);
    expect(fromBrain(toBrain(1 + 3 * 2 ** -8))).toBe(1 + 2 ** -6);
    expect(fromBrain(toBrain(1 + 2 ** -8 + 2 ** -20))).toBe(1 + 2 ** -7);
    expect(fromBrain(toBrain(3.4e38))).toBe(Infinity);
    expect(fromBrain(toBrain(NaN))).toBe(NaN);
    expect(Object.is(fromBrain(toBrain(-0)), -0)).toBe(true);
  });

  test('every one of its numbers is stored as itself', () => {
    const all = Array.from({ length: 0x10000 }, (_, bits) => bits);
    const numbers = all.filter((bits) => !Number.isNaN(fromBrain(bits)));
    expect(numbers.map((bits) => toBrain(fromBrain(bits)))).toEqual(numbers);
  });
});

describe.each(['int8', 'int4'] as const)('%s: rows that are not ordinary', (format) => {
  const width = 40;

  test('an infinity, or more than f16 can scale, makes its group NaN', () => {
    for (const value of [Infinity, -Infinity, 3e38, 1e9]) {
      const rows = normals(4, width);
      rows[3] = value;
      const read = stored(rows, format, { width });
      expect(read.subarray(0, 32).every(Number.isNaN), `${value}`).toBe(true);
      if (format === 'int4') expect(read.subarray(32).every(Number.isFinite)).toBe(true);
    }
  });

  test('large rows keep their relative error', () => {
    const rows = normals(5, 30 * width).map((value) => value * 20_000);
    expect(relativeL2(stored(rows, format, { width }), rows)).toBeLessThan(formats[format].rowLoss);
  });

  test('small rows lose at most half a step of the smallest scale, and the smallest are zeros', () => {
    const step = 2 ** -24;
    for (const size of [1e-5, 1e-6, 1e-9, 1e-40]) {
      const rows = normals(6, 30 * width).map((value) => value * size);
      const read = stored(rows, format, { width });
      // The scale is rounded by half a step, and a code is 128 or 8 of it at most.
      const most = formats[format].bitsPerElement === 8 ? 128 : 8;
      const allowed = Math.sqrt(width) * (most / 2 + 1) * step;
      for (const [i, value] of rows.entries()) {
        const lost = Math.abs(value - (read[i] ?? NaN));
        expect(lost).toBeLessThan(Math.max(allowed, 16 * formats[format].rowLoss * size));
      }
    }
    expect(
      stored(new Float32Array(width).fill(1e-40), format, { width }).every((x) => x === 0),
    ).toBe(true);
  });

  test('a row attended to in part decodes to the same part', () => {
    const rows = normals(7, 12 * 128);
    const cut = stored(rows, format, { width: 128, prefix: 48 });
    // Were the columns mixed across 48, a change behind it would show before it.
    const changed = rows.map((value, i) => (i % 128 >= 48 && i % 128 < 64 ? -value : value));
    const other = stored(changed, format, { width: 128, prefix: 48 });
    const front = (all: Float32Array) => all.filter((_, i) => i % 128 < 32);
    expect(relativeL2(front(cut), front(rows))).toBeLessThan(formats[format].errorBound);
    if (format === 'int4') expect(front(other)).toEqual(front(cut));
  });
});

test('a known row: scale, codes and their order', () => {
  // One span of two: (3, -1) becomes (2, 4) / sqrt 2, of which 4 / sqrt 2 is -128 times its scale.
  const { elements, scales } = encodeRows(Float32Array.of(3, -1), 'int8', { width: 2 });
  const scale = fromHalf(toHalf(4 / Math.SQRT2 / -128));
  expect(fromHalf((scales[0] ?? 0) | ((scales[1] ?? 0) << 8))).toBe(scale);
  expect([...elements.subarray(0, 4)]).toEqual([0x100 - 64, 0x80, 0, 0]);
});

describe('what attention loses', () => {
  test.each(cacheKinds)('$name: rows lose no more than the format says', (kind) => {
    for (const width of [64, 80, 128, 512]) {
      const rows = cacheOf(kind, 11, 300, width);
      expect(relativeL2(stored(rows, 'int8', { width }), rows)).toBeLessThan(formats.int8.rowLoss);
      expect(relativeL2(stored(rows, 'int4', { width }), rows)).toBeLessThan(formats.int4.rowLoss);
    }
  });

  describe.each(cacheKinds)('$name', (kind) => {
    test.each([
      { tokens: 1, width: 128 },
      { tokens: 30, width: 64 },
      { tokens: 300, width: 128 },
      { tokens: 2000, width: 64 },
      { tokens: 300, width: 512, tied: true },
    ])('int8: at most 1 % of the output over $tokens tokens of $width', (shape) => {
      expect(outputError('int8', { kind, ...shape })).toBeLessThan(0.01);
    });

    test('int4: about 12 % of it; 5 % is out of reach of 4.5 bits an element', () => {
      // Rate-distortion: 4.5 bits a normal element lose 2^-4.5 = 4.4 % at least, and keys and values both do, which
      // adds to 6.2 % where scores vary by one.
      const error = outputError('int4', { kind, tokens: 300, width: 128 });
      expect(error).toBeLessThan(kind.name === 'normal' ? 0.125 : 0.15);
      expect(error).toBeGreaterThan(0.05);
    });
  });

  test.each(['f16', 'bf16'] as const)(
    '%s storage: at most twice the error of 16 bits throughout',
    (format) => {
      const rounded = (value: number) =>
        format === 'f16' ? fromHalf(toHalf(value)) : fromBrain(toBrain(value));
      for (const kind of cacheKinds) {
        const [tokens, width] = [200, 80];
        const keys = cacheOf(kind, 21, tokens, width);
        const values = cacheOf(kind, 22, tokens, width);
        const query = queryFor(23, keys, width);
        const expected = attend(query, keys, values);
        const shape = { width };
        const ours = attend(query, stored(keys, format, shape), stored(values, format, shape));
        const naive = attend(query.map(rounded), keys.map(rounded), values.map(rounded), rounded);
        expect(relativeL2(ours, expected)).toBeLessThan(2 * relativeL2(naive, expected));
        expect(relativeL2(ours, expected)).toBeGreaterThan(1e-5);
      }
    },
  );
});
