import { expect, test } from 'vitest';
import { enTime } from './enTime';
import { zhTime } from './zhTime';
import { differing, flatten } from './strings.test-support';

const english = flatten(enTime);
const chinese = flatten(zhTime);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('Chinese sentences are Chinese, and mean the memory of any device', () => {
  for (const [key, text] of chinese) {
    expect(text, key).not.toBe(english.get(key));
    expect(text, key).not.toContain('显存');
  }
});
