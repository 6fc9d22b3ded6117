// Brings the words of the chart of precision into a page that has begun without them.

import { enPrecision } from './enPrecision';
import { addWords } from './i18n';
import { zhPrecision } from './zhPrecision';

export const addPrecisionWords = (): void => addWords('precision', enPrecision, zhPrecision);
