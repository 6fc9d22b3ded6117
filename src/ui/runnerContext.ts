// The page's runner, for whatever has commands of its own: charts, buttons and dialogs about the device.

import { createContext, use } from 'react';
import type { Runner } from '../state/runner';

export const RunnerContext = createContext<Promise<Runner> | null>(null);

/** Waits while it is loaded: nothing that opens the page needs it. Throws outside of the page, which has one. */
export function useRunner(): Runner {
  const runner = use(RunnerContext);
  if (!runner) throw new Error('there is no runner above');
  return use(runner);
}
