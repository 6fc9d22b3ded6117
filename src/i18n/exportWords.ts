// Brings the words about configurations that are taken away into a page that has begun without them.

import { enExport } from './enExport';
import { addWords } from './i18n';
import { zhExport } from './zhExport';

export const addExportWords = (): void => addWords('export', enExport, zhExport);
