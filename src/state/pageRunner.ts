// The page's one runner, on the page's one engine.

import { createEngine } from '../engine/client';
import { createRunner } from './runner';

export const startPageRunner = () => createRunner(createEngine());
