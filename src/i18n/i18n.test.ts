import { describe, expect, test } from 'vitest';
import { problemTemplates } from '../attention/dims';
import { variants } from '../attention/variants';
import { caveatTexts } from '../facts/model';
import { en } from './en';
import { zh } from './zh';

/** Every string by its dotted key. */
function flatten(node: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [k, text] of flatten(value, `${prefix}${key}.`)) found.set(k, text);
  }
  return found;
}

const english = flatten(en);
const chinese = flatten(zh);

const byText = (a: string, b: string) => a.localeCompare(b);

/** What is filled in and what is marked up. */
const placeholders = (text = '') =>
  [...text.matchAll(/\{\{(\w+)\}\}|<\/?\w+>/g)].map(([match]) => match).toSorted(byText);

test('both languages have the same keys, none empty', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of [...english, ...chinese]) expect(text.trim(), key).not.toBe('');
});

test.each([...english.keys()])('%s fills in the same values in both languages', (key) => {
  expect(placeholders(chinese.get(key))).toEqual(placeholders(english.get(key)));
});

test('Chinese sentences are Chinese', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  // Abbreviations, symbols and code stay as they are.
  expect(same.sort()).toEqual(
    [
      'controls.groups.latent',
      'decode.columns.n',
      'decode.columns.q1',
      'decode.columns.q3',
      'device.cpu',
      'device.gpu',
      'header.units.binary',
      'header.units.decimal',
    ].sort(),
  );
});

describe('what other layers name has words', () => {
  test('every variant and every mode that can be chosen', () => {
    for (const { id, modes } of variants) {
      expect(english.has(`variants.${id}`), id).toBe(true);
      if (modes.length < 2) continue;
      for (const mode of modes) expect(english.has(`modes.notes.${mode.id}`), mode.id).toBe(true);
    }
  });

  test('every problem and every caveat', () => {
    expect(Object.keys(zh.problems)).toEqual(expect.arrayContaining(Object.keys(problemTemplates)));
    expect(Object.keys(zh.facts.caveats).sort()).toEqual(Object.keys(caveatTexts).sort());
  });
});
