// Brings the words of the anatomy into a page that has begun without them.

import i18next from 'i18next';
import { enAnatomy } from './enAnatomy';
import { zhAnatomy } from './zhAnatomy';

/** Words are added once; a second call changes nothing. */
export function addAnatomyWords(): void {
  i18next.addResourceBundle('en', 'anatomy', enAnatomy);
  i18next.addResourceBundle('zh-CN', 'anatomy', zhAnatomy);
}
