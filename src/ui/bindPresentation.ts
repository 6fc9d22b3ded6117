// Puts language and theme into force on the document, and remembers them in the address or the browser.

import type { i18n } from 'i18next';
import { variants } from '../attention/variants';
import { changeLanguage } from '../i18n/i18n';
import { noticesStore } from '../state/notices';
import { initialPresentation, presentationStore, type Presentation } from '../state/presentation';
import { hueProperties } from './variantStyle';

/** Storage is absent or throws where a browser forbids it; then nothing is remembered. */
function stored(key: 'lang' | 'theme'): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: 'lang' | 'theme', value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // Forgetting a preference is no failure worth a word.
  }
}

const systemIsDark = () => window.matchMedia('(prefers-color-scheme: dark)');

function apply({ language, theme, embed }: Presentation): void {
  const root = document.documentElement;
  const shown = theme === 'auto' ? (systemIsDark().matches ? 'dark' : 'light') : theme;
  root.lang = language;
  root.dataset['theme'] = shown;
  root.toggleAttribute('data-embed', embed);
  const ids = variants.map(({ id }) => id);
  for (const [property, hue] of hueProperties(ids, shown)) root.style.setProperty(property, hue);
}

/** An address that states a language or theme is brought up to date, so that reloading keeps the choice. */
function updateQuery({ language, theme }: Presentation): void {
  const url = new URL(window.location.href);
  const asked = { lang: language, theme };
  let changed = false;
  for (const [key, value] of Object.entries(asked)) {
    if (!url.searchParams.has(key) || url.searchParams.get(key) === value) continue;
    url.searchParams.set(key, value);
    changed = true;
  }
  if (changed) window.history.replaceState(null, '', url);
}

/** What the address, an earlier visit or the system asks for, put into the store and into force. */
export function openPresentation(): Presentation {
  const remembered = { lang: stored('lang'), theme: stored('theme') };
  const search = new URLSearchParams(window.location.search);
  const { presentation, notices } = initialPresentation(search, remembered, navigator.languages);
  noticesStore.setState({ notices });
  presentationStore.setState(presentation);
  apply(presentation);
  return presentation;
}

export function bindPresentation(texts: i18n): void {
  const title = () => {
    document.title = texts.t('title');
  };
  title();
  presentationStore.subscribe((now, before) => {
    apply(now);
    updateQuery(now);
    if (now.theme !== before.theme) store('theme', now.theme);
    if (now.language !== before.language) {
      void changeLanguage(texts, now.language).then((changed) => {
        // Without a network, or where a newer page has taken the place of this one.
        if (!changed) presentationStore.setState({ language: before.language });
        else if (presentationStore.getState().language === now.language) {
          store('lang', now.language);
          title();
        }
      });
    }
  });
  systemIsDark().addEventListener('change', () => apply(presentationStore.getState()));
}
