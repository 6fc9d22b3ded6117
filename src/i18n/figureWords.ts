// Brings the words of runs, devices, growth and memory, which several charts say, into a page that has begun without them.

import { enGrowth } from './enGrowth';
import { enMemory } from './enMemory';
import { enRun } from './enRun';
import { addWords } from './i18n';
import { zhGrowth } from './zhGrowth';
import { zhMemory } from './zhMemory';
import { zhRun } from './zhRun';

export const addFigureWords = (): void =>
  addWords(
    'figures',
    { ...enRun, ...enGrowth, ...enMemory },
    { ...zhRun, ...zhGrowth, ...zhMemory },
  );
