// The strings of a language in one list, what each of them fills in, and whether two languages say the same.

import { expect } from 'vitest';

/** Every string by its dotted key. */
export function flatten(node: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [k, text] of flatten(value, `${prefix}${key}.`)) found.set(k, text);
  }
  return found;
}

/** The names of the values that a string fills in, and of what it marks up, sorted. */
export const filledIn = (text = '') =>
  [...text.matchAll(/\{\{[\w, ]+\}\}|<\/?\w+\/?>/g)].map(([match]) => match).sort();

/** The same keys, none empty, that fill in the same values. Chinese has no singular. */
export function expectTranslated(
  english: ReadonlyMap<string, string>,
  chinese: ReadonlyMap<string, string>,
): void {
  const asked = [...english.keys()].filter((key) => !key.endsWith('_one'));
  expect([...chinese.keys()].sort()).toEqual(asked.sort());
  for (const [key, text] of [...english, ...chinese]) expect(text.trim(), key).not.toBe('');
  for (const [key, text] of chinese) {
    expect(new Set(filledIn(text)), key).toEqual(new Set(filledIn(english.get(key))));
  }
}
