import { expect, test } from 'vitest';
import { importProblemCodes, remarkCodes, ruleCodes } from '../import/model';
import { enImport } from './enImport';
import { zhImport } from './zhImport';
import { differing, flatten } from './strings.test-support';

const english = flatten(enImport);
const chinese = flatten(zhImport);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
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
