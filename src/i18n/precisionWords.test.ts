import { expect, test } from 'vitest';
import { weightWays } from '../precision/records';
import { stored } from '../state/precisionDrawn';
import { enPrecision } from './enPrecision';
import { differing, flatten } from './strings.test-support';
import { zhPrecision } from './zhPrecision';

const english = flatten(enPrecision);
const chinese = flatten(zhPrecision);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('everything that is stored, and every way to store it, has its name', () => {
  expect(Object.keys(enPrecision.of)).toEqual(stored);
  expect(Object.keys(enPrecision.ways)).toEqual(weightWays);
});

test('Chinese sentences are Chinese, and mean the memory of any device', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  expect(same).toEqual([]);
  for (const text of chinese.values()) expect(text).not.toContain('显存');
});
