import { expect, test } from 'vitest';
import { enTakeaway } from './enTakeaway';
import { zhTakeaway } from './zhTakeaway';
import { differing, flatten } from './strings.test-support';

const english = flatten(enTakeaway);
const chinese = flatten(zhTakeaway);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('Chinese sentences are Chinese', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  expect(same).toEqual(['parts.config', 'parts.command']);
});
