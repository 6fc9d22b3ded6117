// Bytes of cached rows by format.

import { expect, test } from 'vitest';

import { fieldFormat, paddedRowBytes, rowBytes } from './format';

test('a row takes bits times width, and in memory whole 16 bytes', () => {
  expect([1, 5, 8, 64, 65, 512].map((width) => rowBytes('f16', width))).toEqual([
    2, 10, 16, 128, 130, 1024,
  ]);
  expect([1, 5, 8, 64, 65, 512].map((width) => paddedRowBytes('f16', width))).toEqual([
    16, 16, 16, 128, 144, 1024,
  ]);
  expect([1, 4, 5].map((width) => paddedRowBytes('f32', width))).toEqual([16, 16, 32]);
});

test('a row with scales takes whole groups, each with 2 bytes of scale', () => {
  expect([5, 64, 128, 129, 192, 512].map((width) => rowBytes('int8', width))).toEqual([
    7, 66, 130, 260, 260, 520,
  ]);
  // A narrow row of int4 is a group of 32 all the same.
  expect([5, 32, 33, 64, 512].map((width) => rowBytes('int4', width))).toEqual([
    18, 18, 36, 36, 288,
  ]);
  expect([5, 128, 192].map((width) => paddedRowBytes('int8', width))).toEqual([20, 132, 260]);
  expect([5, 33, 512].map((width) => paddedRowBytes('int4', width))).toEqual([20, 36, 288]);
});

test('a field that asks for 16 bits keeps them, and the chosen format where that is wider', () => {
  expect(fieldFormat('f16', 'min16')).toBe('f16');
  expect(fieldFormat('f32', 'min16')).toBe('f32');
  expect(fieldFormat('f32', 'chosen')).toBe('f32');
});
