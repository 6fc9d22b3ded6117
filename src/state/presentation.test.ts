import { describe, expect, test } from 'vitest';
import { initialPresentation, preferredLanguage } from './presentation';

describe('the language', () => {
  test.each([
    [['de', 'zh-TW', 'en'], 'zh-CN'],
    [['en-GB', 'zh'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('%j asks for %s', (preferred, language) => {
    expect(preferredLanguage(preferred)).toBe(language);
  });
});

test('the address wins over what was remembered, and that over the system', () => {
  const remembered = { lang: 'zh-CN', theme: 'dark' };
  const none = { lang: null, theme: null };
  const ask = (query: string, from: typeof remembered | typeof none) =>
    initialPresentation(new URLSearchParams(query), from, ['en']);
  expect(ask('lang=en&theme=light', remembered)).toEqual({ language: 'en', theme: 'light' });
  expect(ask('', remembered)).toEqual({ language: 'zh-CN', theme: 'dark' });
  expect(ask('', none)).toEqual({ language: 'en', theme: 'auto' });
});

test('a value that does not exist is passed over', () => {
  const remembered = { lang: 'klingon', theme: 'sepia' };
  expect(
    initialPresentation(new URLSearchParams('lang=xx&theme=neon'), remembered, ['zh-HK']),
  ).toEqual({
    language: 'zh-CN',
    theme: 'auto',
  });
});
