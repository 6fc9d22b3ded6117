// Brings the words of the serving charts and of their controls into a page that has begun without them.

import i18next from 'i18next';
import { enServing } from './enServing';
import { zhServing } from './zhServing';

/** Words are added once; a second call changes nothing. */
export function addServingWords(): void {
  i18next.addResourceBundle('en', 'serving', enServing);
  i18next.addResourceBundle('zh-CN', 'serving', zhServing);
}
