// Brings the words of chart C6 into a page that has begun without them.

import { addWords } from './addWords';
import { enQuality } from './enQuality';
import { zhQuality } from './zhQuality';

export const addQualityWords = (): void => addWords('quality', enQuality, zhQuality);
