// Brings the words of the attention maps into a page that has begun without them.

import { enMap } from './enMap';
import { addWords } from './i18n';
import { zhMap } from './zhMap';

export const addMapWords = (): void => addWords('map', enMap, zhMap);
