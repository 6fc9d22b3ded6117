// The page's one runner, on the page's one engine, which finds its device at once.

import { createEngine } from '../engine/client';
import { createRunner, type Runner } from './runner';

export function startPageRunner(): Runner {
  const runner = createRunner(createEngine());
  void runner.askDevice();
  return runner;
}
