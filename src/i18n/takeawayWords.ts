// Brings the words of the dialog of what is taken away, and of its report, into a page that has begun without them.

import { enTakeaway } from './enTakeaway';
import { addExportWords } from './exportWords';
import { addFigureWords } from './figureWords';
import { addWords } from './i18n';
import { zhTakeaway } from './zhTakeaway';

/** With those about configurations and commands, and those of the figures that a report has. */
export function addTakeawayWords(): void {
  addExportWords();
  addFigureWords();
  addWords('takeaway', enTakeaway, zhTakeaway);
}
