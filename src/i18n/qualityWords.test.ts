import { expect, test } from 'vitest';
import { claims } from '../facts/claims';
import { qualityDatasets } from '../state/quality';
import { enQuality } from './enQuality';
import { zhQuality } from './zhQuality';
import { differing, flatten } from './strings.test-support';

const english = flatten(enQuality);
const chinese = flatten(zhQuality);
const numbersIn = (text = '') => text.match(/\d[\d.,]*\d|\d/g) ?? [];

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('Chinese sentences are Chinese', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  expect(same.sort()).toEqual([
    'cache.bytesPerToken',
    'cache.none',
    'finding.item',
    'measures.bbh',
    'measures.ceval',
    'measures.cmmlu',
    'measures.mmlu',
    'scale.range',
  ]);
});

test('a table’s note is its claim’s, and the Chinese one has the same figures', () => {
  const noted = qualityDatasets.filter(({ note }) => note !== '');
  expect(Object.keys(enQuality.notes).sort()).toEqual(noted.map(({ id }) => id).sort());
  for (const { id, note } of noted) {
    expect(english.get(`notes.${id}`)).toBe(note);
    const own = numbersIn(chinese.get(`notes.${id}`));
    expect([...own].sort(), id).toEqual([...numbersIn(note)].sort());
  }
});

test('settings name no number that their claim does not state', () => {
  for (const { id, claimId, note } of qualityDatasets) {
    const stated = numbersIn(`${claims.find((claim) => claim.id === claimId)?.claim} ${note}`);
    expect(stated, id).toEqual(expect.arrayContaining(numbersIn(english.get(`settings.${id}`))));
    expect(numbersIn(chinese.get(`settings.${id}`)), id).toEqual(
      numbersIn(english.get(`settings.${id}`)),
    );
  }
});
