// Brings the words of the serving charts and of their controls into a page that has begun without them.

import { enServing } from './enServing';
import { addWords } from './i18n';
import { zhServing } from './zhServing';

export const addServingWords = (): void => addWords('serving', enServing, zhServing);
