import { expect, test } from 'vitest';
import { enServing } from './enServing';
import { zhServing } from './zhServing';
import { differing, flatten } from './strings.test-support';

const english = flatten(enServing);
const chinese = flatten(zhServing);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('Chinese sentences are Chinese, and mean the memory of any device', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  expect(same).toEqual(['host']);
  for (const [key, text] of chinese) expect(text, key).not.toContain('显存');
});
