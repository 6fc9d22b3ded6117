// Brings the words of charts C5 and C7, and of the crossover, into a page that has begun without them.

import i18next from 'i18next';
import { enTime } from './enTime';
import { zhTime } from './zhTime';

/** Words are added once; a second call changes nothing. */
export function addTimeWords(): void {
  i18next.addResourceBundle('en', 'time', enTime);
  i18next.addResourceBundle('zh-CN', 'time', zhTime);
}
