// Brings the words of charts C5 and C7, and of the crossover, into a page that has begun without them.

import { enTime } from './enTime';
import { addWords } from './i18n';
import { zhTime } from './zhTime';

export const addTimeWords = (): void => addWords('time', enTime, zhTime);
