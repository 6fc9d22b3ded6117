// The languages to choose from, each in its own words.

import type { Language } from '../state/presentation';

export const languageOptions: readonly { value: Language; label: string; lang: Language }[] = [
  { value: 'en', label: 'EN', lang: 'en' },
  { value: 'zh-CN', label: '中文', lang: 'zh-CN' },
];
