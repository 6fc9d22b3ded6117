import { describe, expect, test } from 'vitest';
import {
  bytesIn,
  exact,
  roughTokens,
  showBytes,
  showError,
  showRatio,
  showTime,
  showTokens,
} from './quantity';

test('an exact number shows every digit', () => {
  expect(exact(4997120)).toBe('4,997,120');
  expect(exact(137438953472)).toBe('137,438,953,472');
});

describe('bytes', () => {
  test.each([
    [70272, 'decimal', '70.3 kB'],
    [70272, 'binary', '68.6 KiB'],
    [999, 'decimal', '999 B'],
    [1023, 'binary', '1,023 B'],
    [2 ** 31, 'binary', '2.00 GiB'],
    [2 ** 31, 'decimal', '2.15 GB'],
    [131e9, 'decimal', '131 GB'],
  ] as const)('%d in %s units are %s', (bytes, unit, text) => {
    expect(showBytes(bytes, unit)).toBe(text);
  });

  test('the figure comes apart from its unit', () => {
    expect(bytesIn(4096, 'binary')).toEqual({ value: '4.00', unit: 'KiB' });
  });
});

test.each([
  [0.5, '0.500 ns'],
  [950, '950 ns'],
  [12340, '12.3 µs'],
  [1234567, '1.23 ms'],
  [2.5e9, '2.50 s'],
])('%d ns are %s', (ns, text) => {
  expect(showTime(ns)).toBe(text);
});

test('contexts are named as people say them', () => {
  expect([512, 1000, 4096, 131072, 2 ** 20, 3 * 2 ** 20].map(showTokens)).toEqual([
    '512',
    '1,000',
    '4K',
    '128K',
    '1M',
    '3M',
  ]);
});

test('labels keep three digits of a count', () => {
  expect([6005, 366782, 1234567].map(roughTokens)).toEqual(['6,005', '367k', '1.23M']);
});

test('ratios and errors are short', () => {
  expect([56.888, 2.25, 1, 1234.5].map(showRatio)).toEqual(['56.9', '2.25', '1.00', '1,235']);
  expect([3.14e-7, 0].map(showError)).toEqual(['3.1e-7', '0']);
});
