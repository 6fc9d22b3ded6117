// Brings the words of the low-rank chart into a page that has begun without them.

import { enLowRank } from './enLowRank';
import { addWords } from './i18n';
import { zhLowRank } from './zhLowRank';

export const addLowRankWords = (): void => addWords('lowrank', enLowRank, zhLowRank);
