// Brings the words of charts C5 and C7, and of the crossover, into a page that has begun without them.

import { addWords } from './addWords';
import { enTime } from './enTime';
import { zhTime } from './zhTime';

export const addTimeWords = (): void => addWords('time', enTime, zhTime);
