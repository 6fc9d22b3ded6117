// Brings the words of a part of the page, in both languages, into a page that has begun without them.

import i18next from 'i18next';

/** Words are added once; a second call changes nothing. */
export function addWords(namespace: string, english: object, chinese: object): void {
  i18next.addResourceBundle('en', namespace, english);
  i18next.addResourceBundle('zh-CN', namespace, chinese);
}
