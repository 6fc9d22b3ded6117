// Brings the words of the import dialog into a page that has begun without them.

import i18next from 'i18next';
import { enImport } from './enImport';
import { zhImport } from './zhImport';

/** Words are added once; a second call changes nothing. */
export function addImportWords(): void {
  i18next.addResourceBundle('en', 'import', enImport);
  i18next.addResourceBundle('zh-CN', 'import', zhImport);
}
