// Brings the words of the import dialog into a page that has begun without them.

import { enImport } from './enImport';
import { addWords } from './i18n';
import { zhImport } from './zhImport';

export const addImportWords = (): void => addWords('import', enImport, zhImport);
