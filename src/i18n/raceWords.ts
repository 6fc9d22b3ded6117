// Brings the words of the race into a page that has begun without them.

import { enRace } from './enRace';
import { addWords } from './i18n';
import { zhRace } from './zhRace';

export const addRaceWords = (): void => addWords('race', enRace, zhRace);
