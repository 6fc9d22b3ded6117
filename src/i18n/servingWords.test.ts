import { expect, test } from 'vitest';
import { enServing } from './enServing';
import { zhServing } from './zhServing';

/** Every string by its dotted key. */
function flatten(node: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [k, text] of flatten(value, `${prefix}${key}.`)) found.set(k, text);
  }
  return found;
}

const english = flatten(enServing);
const chinese = flatten(zhServing);
const filledIn = (text = '') =>
  [...text.matchAll(/\{\{[\w, ]+\}\}/g)].map(([match]) => match).sort();

test('both languages have the same keys and fill in the same values', () => {
  // Chinese has no singular.
  const asked = [...english.keys()].filter((key) => !key.endsWith('_one'));
  expect([...chinese.keys()].sort()).toEqual(asked.sort());
  for (const [key, text] of chinese) {
    expect(new Set(filledIn(text)), key).toEqual(new Set(filledIn(english.get(key))));
  }
});

test('Chinese sentences are Chinese, and mean the memory of any device', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  expect(same).toEqual(['host']);
  for (const [key, text] of chinese) expect(text, key).not.toContain('显存');
});
