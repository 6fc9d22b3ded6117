import { describe, expect, test } from 'vitest';
import { initialPresentation, isLocked, preferredLanguage } from './presentation';

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
    initialPresentation(new URLSearchParams(query), from, ['en']).presentation;
  expect(ask('lang=en&theme=light', remembered)).toMatchObject({ language: 'en', theme: 'light' });
  expect(ask('', remembered)).toMatchObject({ language: 'zh-CN', theme: 'dark' });
  expect(ask('', none)).toMatchObject({ language: 'en', theme: 'auto', embed: false, show: null });
});

test('a value that does not exist is passed over', () => {
  const remembered = { lang: 'klingon', theme: 'sepia' };
  expect(
    initialPresentation(new URLSearchParams('lang=xx&theme=neon'), remembered, ['zh-HK'])
      .presentation,
  ).toMatchObject({
    language: 'zh-CN',
    theme: 'auto',
  });
});

describe('what stands in an article', () => {
  const none = { lang: null, theme: null };
  const ask = (query: string) => initialPresentation(new URLSearchParams(query), none, ['en']);

  test('is the views named, in their order, with the locks named', () => {
    const { presentation, notices } = ask('embed=1&show=growth,receipts&lock=ctx.model');
    expect(presentation).toMatchObject({ embed: true, show: ['growth', 'receipts'] });
    expect(notices).toEqual([]);
    expect(isLocked(presentation, 'ctx')).toBe(true);
    expect(isLocked(presentation, 'batch')).toBe(false);
    expect(isLocked(ask('lock=all').presentation, 'batch')).toBe(true);
  });

  test('is everything where no view is named that there is, and says which was not found', () => {
    const { presentation, notices } = ask('show=growht,nonsense&lock=contxt');
    expect(presentation.show).toBeNull();
    expect(presentation.lock).toEqual([]);
    expect(notices).toMatchObject([
      { code: 'nearLeftOut', key: 'show', value: 'growht', choices: ['growth'] },
      { code: 'leftOut', key: 'show', value: 'nonsense' },
      { code: 'leftOut', key: 'lock', value: 'contxt' },
    ]);
  });

  test('keeps a view once that is named twice', () => {
    expect(ask('show=growth.growth').presentation.show).toEqual(['growth']);
  });
});
