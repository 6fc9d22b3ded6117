// Brings the words of the low-rank chart into a page that has begun without them.

import i18next from 'i18next';
import { enLowRank } from './enLowRank';
import { zhLowRank } from './zhLowRank';

/** Words are added once; a second call changes nothing. */
export function addLowRankWords(): void {
  i18next.addResourceBundle('en', 'lowrank', enLowRank);
  i18next.addResourceBundle('zh-CN', 'lowrank', zhLowRank);
}
