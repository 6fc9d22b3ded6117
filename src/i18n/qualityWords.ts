// Brings the words of chart C6 into a page that has begun without them.

import { enQuality } from './enQuality';
import { addWords } from './i18n';
import { zhQuality } from './zhQuality';

export const addQualityWords = (): void => addWords('quality', enQuality, zhQuality);
