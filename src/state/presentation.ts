// Store: how the page is shown, apart from what it shows: language and theme.

import { createStore } from 'zustand/vanilla';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** `auto` follows the system. */
export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export interface Presentation {
  readonly language: Language;
  readonly theme: Theme;
}

export const presentationStore = createStore<Presentation>(() => ({
  language: 'en',
  theme: 'auto',
}));

/** The supported language closest to the first of a browser's preferred ones that is supported at all. */
export function preferredLanguage(preferred: readonly string[]): Language {
  const main = (tag: string) => tag.toLowerCase().split('-')[0];
  for (const tag of preferred) {
    const match = languages.find((language) => main(language) === main(tag));
    if (match) return match;
  }
  return 'en';
}

/** What was chosen, first in the address, then in an earlier visit, then by the system. */
export function initialPresentation(
  search: URLSearchParams,
  remembered: Readonly<Record<'lang' | 'theme', string | null>>,
  preferred: readonly string[],
): Presentation {
  const choose = <T extends string>(choices: readonly T[], ...asked: (string | null)[]) =>
    asked.flatMap((value) => choices.find((choice) => choice === value) ?? [])[0];
  return {
    language:
      choose(languages, search.get('lang'), remembered.lang) ?? preferredLanguage(preferred),
    theme: choose(themes, search.get('theme'), remembered.theme) ?? 'auto',
  };
}
