// Brings the words about configurations that are taken away into a page that has begun without them.

import { addWords } from './addWords';
import { enExport } from './enExport';
import { zhExport } from './zhExport';

export const addExportWords = (): void => addWords('export', enExport, zhExport);
