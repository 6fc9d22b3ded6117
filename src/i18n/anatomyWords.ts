// Brings the words of the anatomy into a page that has begun without them.

import { enAnatomy } from './enAnatomy';
import { addWords } from './i18n';
import { zhAnatomy } from './zhAnatomy';

export const addAnatomyWords = (): void => addWords('anatomy', enAnatomy, zhAnatomy);
