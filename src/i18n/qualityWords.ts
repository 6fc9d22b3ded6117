// Brings the words of chart C6 into a page that has begun without them.

import i18next from 'i18next';
import { enQuality } from './enQuality';
import { zhQuality } from './zhQuality';

/** Words are added once; a second call changes nothing. */
export function addQualityWords(): void {
  i18next.addResourceBundle('en', 'quality', enQuality);
  i18next.addResourceBundle('zh-CN', 'quality', zhQuality);
}
