import { expect, test } from 'vitest';
import { enRace } from './enRace';
import { differing, flatten } from './strings.test-support';
import { zhRace } from './zhRace';

const english = flatten(enRace);
const chinese = flatten(zhRace);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('Chinese sentences are Chinese, and mean the memory of any device', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  // Names and symbols stay as they are.
  expect(same).toEqual(['fields.gpu', 'columns.agreement']);
  for (const text of chinese.values()) expect(text).not.toContain('显存');
});
