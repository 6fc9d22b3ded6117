// Brings the words of the dialog of results into a page that has begun without them.

import { enResults } from './enResults';
import { addWords } from './i18n';
import { addRaceWords } from './raceWords';
import { addTakeawayWords } from './takeawayWords';
import { zhResults } from './zhResults';

/** With those of reports, and of races, whose racers are named. */
export function addResultsWords(): void {
  addTakeawayWords();
  addRaceWords();
  addWords('results', enResults, zhResults);
}
