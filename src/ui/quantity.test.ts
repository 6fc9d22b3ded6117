import { describe, expect, test } from 'vitest';
import {
  bytesIn,
  exact,
  showBytes,
  showError,
  showFlops,
  isShort,
  showRate,
  showRatio,
  showShare,
  showTime,
  showTokens,
} from './quantity';

test('an exact number shows every digit', () => {
  expect(exact(4997120)).toBe('4,997,120');
  expect(exact(137438953472)).toBe('137,438,953,472');
  expect(exact(2 ** 63)).toBe('9,223,372,036,854,775,808');
  expect(exact(9007199254740993n)).toBe('9,007,199,254,740,993');
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

test('ratios and errors are short', () => {
  expect([56.888, 2.25, 16, 100, 1234.5, 2.001].map(showRatio)).toEqual([
    '56.9',
    '2.25',
    '16',
    '100',
    '1,235',
    '2.00',
  ]);
  expect([56.888, 2.25, 16, 1000].map(isShort)).toEqual([false, true, true, true]);
  expect([3.14e-7, 0].map(showError)).toEqual(['3.1e-7', '0']);
});

test('a share that nobody could read as a percentage is said another way', () => {
  expect([3e-9, 0.0894, 5.08, 357, 357913941].map(showShare)).toEqual([
    '< 0.001 %',
    '8.94 %',
    '508 %',
    '357×',
    '> 1,000,000×',
  ]);
});

test('rates are in the units that devices are sold by', () => {
  expect(showRate(1.008e12, 'B/s')).toBe('1.01 TB/s');
  expect(showRate(272e9, 'B/s')).toBe('272 GB/s');
  expect(showRate(82.58e12, 'FLOP/s')).toBe('82.6 TFLOP/s');
});

test('a count of flops has three digits and a unit', () => {
  expect(showFlops(9_160_359_936)).toBe('9.16 GFLOP');
  expect(showFlops(640)).toBe('640 FLOP');
  expect(showFlops(1000)).toBe('1.00 kFLOP');
  expect(showFlops(2.5e21)).toBe('2,500 EFLOP');
});
