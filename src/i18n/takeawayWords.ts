// Brings the words of the dialog of what is taken away, and of its report, into a page that has begun without them.

import i18next from 'i18next';
import { enTakeaway } from './enTakeaway';
import { addExportWords } from './exportWords';
import { zhTakeaway } from './zhTakeaway';

/** With those about configurations and commands. Words are added once; a second call changes nothing. */
export function addTakeawayWords(): void {
  addExportWords();
  i18next.addResourceBundle('en', 'takeaway', enTakeaway);
  i18next.addResourceBundle('zh-CN', 'takeaway', zhTakeaway);
}
