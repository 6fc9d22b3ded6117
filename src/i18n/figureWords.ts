// Brings the words of runs, devices and memory, which several charts say, into a page that has begun without them.

import { enMemory } from './enMemory';
import { enRun } from './enRun';
import { addWords } from './i18n';
import { zhMemory } from './zhMemory';
import { zhRun } from './zhRun';

export const addFigureWords = (): void =>
  addWords('figures', { ...enRun, ...enMemory }, { ...zhRun, ...zhMemory });
