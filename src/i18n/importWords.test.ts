import { expect, test } from 'vitest';
import { importProblemCodes, remarkCodes, ruleCodes } from '../import/model';
import { enImport } from './enImport';
import { zhImport } from './zhImport';

/** Every string by its dotted key. */
function flatten(node: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [k, text] of flatten(value, `${prefix}${key}.`)) found.set(k, text);
  }
  return found;
}

const english = flatten(enImport);
const chinese = flatten(zhImport);
const filledIn = (text = '') =>
  [...text.matchAll(/\{\{[\w, ]+\}\}/g)].map(([match]) => match).sort();

test('both languages have the same keys and fill in the same values', () => {
  // Chinese has no singular.
  const asked = [...english.keys()].filter((key) => !key.endsWith('_one'));
  expect([...chinese.keys()].sort()).toEqual(asked.sort());
  for (const [key, text] of chinese)
    expect(filledIn(text), key).toEqual(filledIn(english.get(key)));
});

test('Chinese sentences are Chinese', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  expect(same).toEqual(['figures.theta', 'figures.softcap']);
});

test('every problem, rule and remark has its words, and no other', () => {
  expect(Object.keys(enImport.codes).sort()).toEqual([...importProblemCodes].sort());
  expect(Object.keys(enImport.rules).sort()).toEqual([...ruleCodes].sort());
  expect(Object.keys(enImport.remarks).sort()).toEqual([...remarkCodes].sort());
});

test('Chinese uses the field’s own words', () => {
  for (const [key, text] of chinese)
    expect(text, key).not.toMatch(/位置外推|学得的|一个头|各有一个$/);
});
