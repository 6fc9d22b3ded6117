import { expect, test } from 'vitest';
import { enTime } from './enTime';
import { zhTime } from './zhTime';

/** Every string by its dotted key. */
function flatten(node: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [k, text] of flatten(value, `${prefix}${key}.`)) found.set(k, text);
  }
  return found;
}

const english = flatten(enTime);
const chinese = flatten(zhTime);
const filledIn = (text = '') =>
  [...text.matchAll(/\{\{[\w, ]+\}\}/g)].map(([match]) => match).sort();

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
  for (const [key, text] of chinese) {
    expect(text, key).not.toBe(english.get(key));
    expect(text, key).not.toContain('显存');
  }
});
