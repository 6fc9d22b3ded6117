// Store: how the page is shown, apart from what it shows: language, theme, and what of it stands in somebody's article.

import { createStore } from 'zustand/vanilla';
import { linkKeys } from './linkKeys';
import { readWords, type LinkNotice } from './readKeys';
import { viewIds, type ViewId } from './views';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** `auto` follows the system. */
export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export interface Presentation {
  readonly language: Language;
  readonly theme: Theme;
  /** In a frame of somebody else's page: without the head and the panel of controls. */
  readonly embed: boolean;
  /** Views to show, in this order; null: all of them. */
  readonly show: readonly ViewId[] | null;
  /** Keys of the link whose controls are not offered, or `all`. */
  readonly lock: readonly string[];
}

const usual: Presentation = {
  language: 'en',
  theme: 'auto',
  embed: false,
  show: null,
  lock: [],
};

export const presentationStore = createStore<Presentation>(() => usual);

/** Locks every control. */
const all = 'all';

export const lockWords: readonly string[] = [all, ...linkKeys.map(({ key }) => key)];

export const isLocked = ({ lock }: Pick<Presentation, 'lock'>, key: string): boolean =>
  lock.includes(all) || lock.includes(key);

/** The supported language closest to the first of a browser's preferred ones that is supported at all. */
export function preferredLanguage(preferred: readonly string[]): Language {
  const main = (tag: string) => tag.toLowerCase().split('-')[0];
  for (const tag of preferred) {
    const match = languages.find((language) => main(language) === main(tag));
    if (match) return match;
  }
  return 'en';
}

/** Words of a list in the query, joined by commas or full stops; those that there are none of are left out with a notice. */
function wordsIn<T extends string>(
  search: URLSearchParams,
  key: 'show' | 'lock',
  choices: readonly T[],
  notices: LinkNotice[],
): readonly T[] {
  const text = search.get(key);
  if (text === null) return [];
  const { words, notices: found } = readWords({ key, choices }, text.split(/[.,\s]+/));
  notices.push(...found);
  return words;
}

/** What was chosen, first in the address, then in an earlier visit, then by the system; and what of it could not be used. */
export function initialPresentation(
  search: URLSearchParams,
  remembered: Readonly<Record<'lang' | 'theme', string | null>>,
  preferred: readonly string[],
): { readonly presentation: Presentation; readonly notices: readonly LinkNotice[] } {
  const notices: LinkNotice[] = [];
  const choose = <T extends string>(choices: readonly T[], ...asked: (string | null)[]) =>
    asked.flatMap((value) => choices.find((choice) => choice === value) ?? [])[0];
  const show = wordsIn(search, 'show', viewIds, notices);
  return {
    presentation: {
      language:
        choose(languages, search.get('lang'), remembered.lang) ?? preferredLanguage(preferred),
      theme: choose(themes, search.get('theme'), remembered.theme) ?? usual.theme,
      embed: search.get('embed') === '1',
      show: show.length > 0 ? show : null,
      lock: wordsIn(search, 'lock', lockWords, notices),
    },
    notices,
  };
}
