// The page's two languages: i18next with both bundled, and its keys checked by the compiler.

import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { variants } from '../attention/variants';
import { en } from './en';
import type { enExport } from './enExport';
import type { enImport } from './enImport';
import { zh } from './zh';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en; import: typeof enImport; export: typeof enExport };
  }
}

/** What variants say of themselves, by their ids, in the namespace `variants`. */
const variantTexts = (language: 'en' | 'zh') =>
  Object.fromEntries(variants.map(({ id, texts }) => [id, texts[language]]));

/** Ready when it returns: nothing is loaded. React escapes what it shows, so interpolation does not. */
export function startI18n(language: string): i18n {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: {
      en: { translation: en, variants: variantTexts('en') },
      'zh-CN': { translation: zh, variants: variantTexts('zh') },
    },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return i18next;
}
