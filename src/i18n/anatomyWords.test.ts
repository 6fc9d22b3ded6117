import { expect, test } from 'vitest';
import { enAnatomy } from './enAnatomy';
import { filledIn, flatten } from './strings.test-support';
import { zhAnatomy } from './zhAnatomy';

const english = flatten(enAnatomy);
const chinese = flatten(zhAnatomy);

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
  expect(same).toEqual(['fields.gpu', 'columns.agreement']);
  for (const text of chinese.values()) expect(text).not.toContain('显存');
});
