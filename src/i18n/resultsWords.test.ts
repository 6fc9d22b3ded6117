import { expect, test } from 'vitest';
import { enResults } from './enResults';
import { differing, flatten } from './strings.test-support';
import { zhResults } from './zhResults';

const english = flatten(enResults);
const chinese = flatten(zhResults);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('Chinese sentences are Chinese', () => {
  for (const [key, text] of chinese) expect(text, key).not.toBe(english.get(key));
});
