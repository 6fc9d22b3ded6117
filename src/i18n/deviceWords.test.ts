import { expect, test } from 'vitest';
import { optionalFeatures } from '../gpu/device';
import { enDevice } from './enDevice';
import { differing, flatten } from './strings.test-support';
import { zhDevice } from './zhDevice';

const english = flatten(enDevice);
const chinese = flatten(zhDevice);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('Chinese sentences are Chinese, and mean the memory of any device', () => {
  for (const [key, text] of chinese) {
    expect(text, key).not.toBe(english.get(key));
    expect(text, key).not.toContain('显存');
  }
});

test('every feature that is asked for has its use', () => {
  expect(Object.keys(enDevice.features.uses)).toEqual([...optionalFeatures, 'other']);
});
