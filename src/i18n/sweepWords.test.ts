import { expect, test } from 'vitest';
import { enSweep } from './enSweep';
import { differing, flatten } from './strings.test-support';
import { zhSweep } from './zhSweep';

const english = flatten(enSweep);
const chinese = flatten(zhSweep);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('Chinese sentences are Chinese, and mean the memory of any device', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  expect(same).toEqual([]);
  for (const text of chinese.values()) expect(text).not.toContain('显存');
});
