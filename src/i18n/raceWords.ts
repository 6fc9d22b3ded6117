// Brings the words of the race into a page that has begun without them.

import i18next from 'i18next';
import { enRace } from './enRace';
import { zhRace } from './zhRace';

/** Words are added once; a second call changes nothing. */
export function addRaceWords(): void {
  i18next.addResourceBundle('en', 'race', enRace);
  i18next.addResourceBundle('zh-CN', 'race', zhRace);
}
