// Brings the words about configurations that are taken away into a page that has begun without them.

import i18next from 'i18next';
import { enExport } from './enExport';
import { zhExport } from './zhExport';

/** Words are added once; a second call changes nothing. */
export function addExportWords(): void {
  i18next.addResourceBundle('en', 'export', enExport);
  i18next.addResourceBundle('zh-CN', 'export', zhExport);
}
