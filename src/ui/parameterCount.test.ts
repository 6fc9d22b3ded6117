import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weightRanges } from '../state/weights';
import { readParameters, showParameters } from './parameterCount';

test.each([
  ['671B', 671e9],
  ['8.03B', 8.03e9],
  ['134.5M', 134.5e6],
  ['8.030261248B', 8030261248],
  ['1.5T', 1.5e12],
  ['96.2K', 96200],
  ['576', 576],
])('%s is written as it is read', (text, count) => {
  expect(readParameters(text)).toBe(count);
  expect(showParameters(count)).toBe(text);
});

test.each([
  ['', 0],
  [' 671 b ', 671e9],
  ['8,030,261,248', 8030261248],
  ['6.71e11', 671e9],
  ['8e3m', 8e9],
  ['6710 亿', 671e9],
  ['1万亿', 1e12],
  ['-3B', -3e9],
  ['0.5', 0.5],
])('%s is understood', (text, count) => expect(readParameters(text)).toBe(count));

test.each(['many', 'B', '8.03 Q', '8..3B', '1e400', '12B3', '.'])('%s is no count', (text) =>
  expect(readParameters(text)).toBeNull(),
);

test('every count that there can be is read back from what is shown', () => {
  const { min, max } = weightRanges.parameters;
  fc.assert(
    fc.property(fc.integer({ min, max }), (count) => {
      expect(readParameters(showParameters(count))).toBe(count);
    }),
    { seed: 20261122 },
  );
});
