import { expect, test } from 'vitest';
import { sideBySide } from './WhiskerMark';

/** 40 pixels between powers of two. */
const x = (place: number) => 40 * Math.log2(place) + 100;

test('marks stand around their place, in order, none on another', () => {
  const place = sideBySide(x, [1, 2, 4], ['mha', 'gqa', 'mla']);
  expect(['mha', 'gqa', 'mla'].map((key) => place(2, key))).toEqual([131, 140, 149]);
});

test('where places are close the marks are too, and stay off their neighbours', () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const place = sideBySide(x, [1, 2, 4], keys);
  expect(place(1, 'g')).toBeLessThan(place(2, 'a'));
});
