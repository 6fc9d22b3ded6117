import { expect, test } from 'vitest';
import { enTakeaway } from './enTakeaway';
import { zhTakeaway } from './zhTakeaway';
import { filledIn, flatten } from './strings.test-support';

const english = flatten(enTakeaway);
const chinese = flatten(zhTakeaway);

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
