// Brings the words of what is measured size by size into a page that has begun without them.

import { enSweep } from './enSweep';
import { addWords } from './i18n';
import { zhSweep } from './zhSweep';

export const addSweepWords = (): void => addWords('sweep', enSweep, zhSweep);
