// The page's two languages: i18next with the one that is shown, and its keys checked by the compiler.

import i18next, { type BackendModule, type i18n, type PostProcessorModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { variants } from '../attention/variants';
import type { en } from './en';
import type { enDevice } from './enDevice';
import type { enAnatomy } from './enAnatomy';
import type { enExport } from './enExport';
import type { enGrowth } from './enGrowth';
import type { enImport } from './enImport';
import type { enLowRank } from './enLowRank';
import type { enMap } from './enMap';
import type { enMemory } from './enMemory';
import type { enPrecision } from './enPrecision';
import type { enQuality } from './enQuality';
import type { enRace } from './enRace';
import type { enResults } from './enResults';
import type { enRun } from './enRun';
import type { enServing } from './enServing';
import type { enShader } from './enShader';
import type { enSweep } from './enSweep';
import type { enTakeaway } from './enTakeaway';
import type { enTime } from './enTime';

declare module 'i18next' {
  interface CustomTypeOptions {
    fallbackNS: 'figures';
    resources: {
      translation: typeof en;
      anatomy: typeof enAnatomy;
      figures: typeof enRun & typeof enGrowth & typeof enMemory;
      import: typeof enImport;
      export: typeof enExport;
      device: typeof enDevice;
      lowrank: typeof enLowRank;
      map: typeof enMap;
      precision: typeof enPrecision;
      quality: typeof enQuality;
      race: typeof enRace;
      results: typeof enResults;
      serving: typeof enServing;
      shader: typeof enShader;
      sweep: typeof enSweep;
      takeaway: typeof enTakeaway;
      time: typeof enTime;
    };
  }
}

/** What variants say of themselves, by their ids, in the namespace `variants`. */
const variantTexts = (language: 'en' | 'zh') =>
  Object.fromEntries(variants.map(({ id, texts }) => [id, texts[language]]));

const read = {
  en: async () => (await import('./en')).en,
  'zh-CN': async () => (await import('./zh')).zh,
};

const isLanguage = (tag: string): tag is keyof typeof read => tag in read;

/** Loads a language when it is first shown; other namespaces are brought by whoever needs them. */
const onDemand: BackendModule = {
  type: 'backend',
  init() {
    // There is nothing to set up.
  },
  read(language, namespace, done) {
    if (namespace !== 'translation' || !isLanguage(language)) {
      done(new Error(`no ${namespace} in ${language}`), false);
      return;
    }
    read[language]().then(
      (texts) => done(null, texts),
      (error: unknown) => done(error instanceof Error ? error : String(error), false),
    );
  },
};

/** Chinese sets Latin names off by spaces; where a Chinese name or a full-width parenthesis fills in, there is none. */
const tight: PostProcessorModule = {
  type: 'postProcessor',
  name: 'tight',
  process: (text: string) =>
    text
      .replace(/(）(?:<\/\w+>)?) /g, '$1')
      .replace(/(\p{Script=Han}(?:<\/\w+>)?) (?=(?:<\w+>)?\p{Script=Han})/gu, '$1'),
};

/** Resolves with the language's strings at hand. React escapes what it shows, so interpolation does not. */
export async function startI18n(language: string): Promise<i18n> {
  await i18next
    .use(initReactI18next)
    .use(onDemand)
    .use(tight)
    .init({
      lng: language,
      // Both languages have every key (tested), so that none has to stand in for the other.
      fallbackLng: false,
      ns: ['translation'],
      // What charts say comes with them, and is asked for as if it had always been there.
      fallbackNS: 'figures',
      resources: {
        en: { variants: variantTexts('en') },
        'zh-CN': { variants: variantTexts('zh') },
      },
      partialBundledLanguages: true,
      postProcess: tight.name,
      interpolation: { escapeValue: false },
    });
  return i18next;
}

/** Brings the words of a part of the page. They are added once; a second call changes nothing. */
export function addWords(namespace: string, english: object, chinese: object): void {
  i18next.addResourceBundle('en', namespace, english);
  i18next.addResourceBundle('zh-CN', namespace, chinese);
}

/** Shows another language once it is there; false where it could not be loaded and nothing changed. */
export async function changeLanguage(texts: i18n, language: string): Promise<boolean> {
  await texts.loadLanguages(language);
  if (!texts.hasResourceBundle(language, 'translation')) return false;
  await texts.changeLanguage(language);
  return true;
}
