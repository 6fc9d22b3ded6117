import { expect, test } from 'vitest';
import { enShader } from './enShader';
import { filledIn, flatten } from './strings.test-support';
import { zhShader } from './zhShader';

const english = flatten(enShader);
const chinese = flatten(zhShader);

test('both languages have the same keys and fill in the same values, none empty', () => {
  // Chinese has no singular.
  const asked = [...english.keys()].filter((key) => !key.endsWith('_one'));
  expect([...chinese.keys()].sort()).toEqual(asked.sort());
  for (const [key, text] of chinese) {
    expect(new Set(filledIn(text)), key).toEqual(new Set(filledIn(english.get(key))));
    expect(text.trim(), key).not.toBe('');
  }
});

test('Chinese sentences are Chinese, and mean the memory of any device', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  // Names and symbols stay as they are.
  expect(same).toEqual(['accesses.uniform', 'dispatchColumns.dispatch']);
  for (const text of chinese.values()) expect(text).not.toContain('显存');
});
