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

test('a field that asks for 16 bits keeps them, and the chosen format where that is wider', () => {
  expect(fieldFormat('f16', 'min16')).toBe('f16');
  expect(fieldFormat('f32', 'min16')).toBe('f32');
  expect(fieldFormat('f32', 'chosen')).toBe('f32');
});
