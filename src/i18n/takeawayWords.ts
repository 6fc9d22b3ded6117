// Brings the words of the dialog of what is taken away, and of its report, into a page that has begun without them.

import { enTakeaway } from './enTakeaway';
import { addExportWords } from './exportWords';
import { addWords } from './i18n';
import { zhTakeaway } from './zhTakeaway';

/** With those about configurations and commands. */
export function addTakeawayWords(): void {
  addExportWords();
  addWords('takeaway', enTakeaway, zhTakeaway);
}
