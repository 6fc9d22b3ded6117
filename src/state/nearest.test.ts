import { expect, test } from 'vitest';
import { nearestWord } from './nearest';

const words = ['deepseek-v2', 'deepseek-v3', 'llama3.1-8b', 'f16'];

test.each([
  ['deepseekv3', 'deepseek-v3'],
  ['DeepSeek-V3', 'deepseek-v3'],
  ['llama-3.1-8b', 'llama3.1-8b'],
  ['f8', undefined],
  ['gpt-5', undefined],
  ['', undefined],
])('“%s” is closest to %s', (text, word) => {
  expect(nearestWord(text, words)).toBe(word);
});
