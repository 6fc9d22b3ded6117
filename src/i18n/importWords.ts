// Brings the words of the import dialog into a page that has begun without them.

import { addWords } from './addWords';
import { enImport } from './enImport';
import { zhImport } from './zhImport';

export const addImportWords = (): void => addWords('import', enImport, zhImport);
