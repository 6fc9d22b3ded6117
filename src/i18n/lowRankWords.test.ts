import { expect, test } from 'vitest';
import { faultCodes } from '../lowrank/fault';
import { enLowRank } from './enLowRank';
import { differing, flatten } from './strings.test-support';
import { zhLowRank } from './zhLowRank';

const english = flatten(enLowRank);
const chinese = flatten(zhLowRank);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('every fault of a file has its sentence', () => {
  expect(Object.keys(enLowRank.faults).sort()).toEqual(['title', ...faultCodes].sort());
});

test('Chinese sentences are Chinese, and mean the memory of any device', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  // Symbols stay as they are.
  expect(same).toEqual(['placeAxis', 'under', 'place', 'columns.c']);
  for (const text of chinese.values()) expect(text).not.toContain('显存');
});
