import { expect, test } from 'vitest';
import { enTakeaway } from './enTakeaway';
import { zhTakeaway } from './zhTakeaway';

/** Every string by its dotted key. */
function flatten(node: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [k, text] of flatten(value, `${prefix}${key}.`)) found.set(k, text);
  }
  return found;
}

const english = flatten(enTakeaway);
const chinese = flatten(zhTakeaway);
const filledIn = (text = '') =>
  [...text.matchAll(/\{\{[\w, ]+\}\}/g)].map(([match]) => match).sort();

test('both languages have the same keys and fill in the same values', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of chinese) {
    expect(filledIn(text), key).toEqual(filledIn(english.get(key)));
  }
});

test('Chinese sentences are Chinese', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  expect(same).toEqual(['parts.config', 'parts.command']);
});
