import { expect, test } from 'vitest';
import { enShader } from './enShader';
import { differing, flatten } from './strings.test-support';
import { zhShader } from './zhShader';

const english = flatten(enShader);
const chinese = flatten(zhShader);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('Chinese sentences are Chinese, and mean the memory of any device', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  // Names and symbols stay as they are.
  expect(same).toEqual(['accesses.uniform', 'dispatchColumns.dispatch']);
  for (const text of chinese.values()) expect(text).not.toContain('显存');
});
